import { type Result, TOLERANCE } from "./race.ts";
import { table } from "../table.ts";
import { FUNCTIONS } from "./all.ts";

function matrix(corner: string, results: readonly Result[], cell: (result: Result) => string): string {
  const methods = [...new Set(results.map(({ method }) => method))];
  const rows = methods.map((method) => [
    method,
    ...FUNCTIONS.map((f) => cell(results.find((r) => r.method === method && r.function === f.name)!)),
  ]);
  return table([[corner, ...FUNCTIONS.map(({ name }) => name)], ...rows]);
}

/** Returns the tables of the race: evaluations, lowest values, step sizes. */
export function functionTables(results: readonly Result[], budget: number, seed: number): string {
  const exponent = (value: number): string => value.toExponential(0);
  return [
    `Evaluations until the value is below ${exponent(TOLERANCE)}, of ${budget} at most (seed ${seed}):`,
    matrix("method", results, ({ evaluations }) => evaluations === Infinity ? "" : String(evaluations)),
    "The lowest value that was seen; a race ends at 1e-12:",
    matrix("method", results, ({ best }) => exponent(best)),
    "The step size with which this was, the best of those that were tried; methods without one find their own:",
    matrix("method", results, ({ rate }) => rate === undefined ? "" : String(rate)),
  ].join("\n\n");
}
