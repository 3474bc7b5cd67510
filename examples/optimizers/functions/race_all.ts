import type { Progress } from "@taimatsu/optim";
import type { Options } from "../options.ts";
import type { Report } from "../publish.ts";
import { FUNCTIONS } from "./all.ts";
import { ENTRANTS } from "./entrants.ts";
import { functionPicture } from "./picture.ts";
import { race } from "./race.ts";
import { functionTables } from "./report.ts";

/** Lets the methods race on all functions. */
export function raceOnFunctions({ methods, evaluations, seed }: Options, progress: Progress): Report {
  const entrants = ENTRANTS.filter(({ name }) => methods.includes(name));
  using bar = progress.bar("functions", FUNCTIONS.length * entrants.length);
  const results = FUNCTIONS.flatMap((on) =>
    entrants.map((entrant) => {
      const result = race(entrant, on, evaluations, seed);
      bar.increment();
      return result;
    })
  );
  return {
    name: "functions",
    text: functionTables(results, evaluations, seed),
    figure: functionPicture(results, evaluations),
    caption: "lowest value over evaluations",
  };
}
