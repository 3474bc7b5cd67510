import { table } from "../table.ts";
import { FUNCTIONS } from "./all.ts";
import { END, type Result, TOLERANCE } from "./race.ts";

/** A row for each method, a column for each function. */
function matrix(results: readonly Result[], cell: (result: Result) => string): string {
  const rows = [...new Set(results.map(({ method }) => method))].map((method) => [
    method,
    ...FUNCTIONS.map((f) => cell(results.find((r) => r.method === method && r.function === f.name)!)),
  ]);
  return table([["method", ...FUNCTIONS.map(({ name }) => name)], ...rows]);
}

/** Returns the tables of the race: evaluations, lowest values, step sizes. */
export function functionTables(results: readonly Result[], budget: number, seed: number): string {
  const tuned = results.filter(({ rate }) => rate !== undefined);
  const parts = [
    `Evaluations until the value is at most ${TOLERANCE.toExponential()}, of ${budget} (seed ${seed}):`,
    matrix(results, ({ evaluations }) => evaluations === Infinity ? "" : String(evaluations)),
    `The lowest value that was seen; a race ends at ${END.toExponential()}:`,
    matrix(results, ({ best }) => best.toExponential(0)),
  ];
  if (tuned.length > 0) {
    parts.push(
      "The step size of these runs, the best of those that were tried:",
      matrix(tuned, ({ rate }) => String(rate)),
    );
  }
  return parts.join("\n\n");
}
