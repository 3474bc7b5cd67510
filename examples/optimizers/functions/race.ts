import type { Objective } from "@taimatsu/optim";
import type { Tensor } from "@taimatsu/tensor";
import type { Entrant } from "./entrants.ts";
import { type TestFunction, vector } from "./test_function.ts";

/** A value this low counts as found; the race ends where it is far below. */
export const TOLERANCE = 1e-6, END = 1e-12;

/** Step sizes that are tried, in a list of powers of √10. */
export const RATES: readonly number[] = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** How a method fared on a function. */
export interface Result {
  /** Name of the method. */
  method: string;
  /** Name of the function. */
  function: string;
  /** The step size, if it needs one. */
  rate: number | undefined;
  /** Number of evaluations until the value was below the tolerance; `Infinity` if it never was. */
  evaluations: number;
  /** The lowest value. */
  best: number;
  /** Each evaluation that found a lower value than all before, from 1, and that value. */
  descent: [evaluation: number, value: number][];
}

const OVER: unknown = Symbol("the race is over");

/** An objective that notes how far down it was seen; it throws `OVER` when nothing more is to be seen. */
function watch({ evaluate }: TestFunction, budget: number, descent: Result["descent"]): Objective {
  let evaluations = 0, best = Infinity;
  return (x: Tensor) => {
    if (evaluations >= budget || best <= END) throw OVER;
    const result = evaluate(x), [value] = result;
    evaluations++;
    if (value < best) descent.push([evaluations, best = Math.max(value, 0)]);
    return result;
  };
}

/** Lets a method run with one step size, for so many evaluations at most. */
function run(entrant: Entrant, on: TestFunction, rate: number, budget: number, seed: number): Result {
  const descent: Result["descent"] = [], feval = watch(on, budget, descent);
  const advance = entrant.begin(rate, seed), x = vector(on.start);
  try {
    while (true) advance(feval, x);
  } catch (error) {
    if (error !== OVER) throw error;
  }
  return {
    method: entrant.name,
    function: on.name,
    rate: entrant.tuned ? rate : undefined,
    evaluations: descent.find(([, value]) => value <= TOLERANCE)?.[0] ?? Infinity,
    best: descent.at(-1)![1],
    descent,
  };
}

/** Whether a result is the better one: it finds the minimum with fewer evaluations, or comes nearer to it. */
function isBetter(a: Result, b: Result): boolean {
  return a.evaluations === b.evaluations ? a.best < b.best : a.evaluations < b.evaluations;
}

/**
 * Lets a method run on a function.
 *
 * @param budget How often it may evaluate the function, for each step size that is tried.
 * @returns The run with the step size that fits the function best.
 */
export function race(entrant: Entrant, on: TestFunction, budget: number, seed: number): Result {
  const [first, ...others] = (entrant.tuned ? RATES : [NaN]).map((rate) => run(entrant, on, rate, budget, seed));
  return others.reduce((best, result) => isBetter(result, best) ? result : best, first!);
}
