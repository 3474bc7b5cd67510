import {
  checkFinite,
  checkInteger,
  checkOneOf,
  checkRange,
  cpu,
  empty,
  Generator,
  random,
  type Tensor,
  uniform,
} from "@taimatsu/tensor";
import { checkBetween, flatten, restoring, valueAt } from "./batch.ts";
import { checkFunction } from "./check_function.ts";
import { checkGenerator } from "./data/generator_of.ts";
import { checkParameters } from "./kernels.ts";
import type { BatchStep, ValueObjective } from "./objective.ts";

/** Settings of {@linkcode de}. */
export interface DEConfig {
  /** Number of points in the population, from 4; 10 · D by default, with D the number of parameters, and at least 4. */
  popsize?: number;
  /** Factor of the difference of two points, up to 2; 0.5 by default. */
  scaleFactor?: number;
  /** Share of the elements that a child takes from the new point; 0.9 by default. */
  crossoverRate?: number;
  /** How often the objective is asked, at least `popsize` times. It has no default. */
  maxFEs?: number;
  /** Another name of `maxFEs`. */
  maxEval?: number;
  /** Upper end of the elements of the first population; 30 by default. */
  maxRegion?: number;
  /** Lower end of the elements of the first population; −30 by default. */
  minRegion?: number;
  /**
   * Which point the difference is added to: one at random (`"rand/1/bin"`), which looks further around, or the best
   * (`"best/1/bin"`), which is faster; `"rand/1/bin"` by default.
   */
  strategy?: "rand/1/bin" | "best/1/bin";
  /** The source of random numbers; a new one with the seed 1 unless given, as in Torch7. */
  generator?: Generator;
}

/**
 * Minimizes without a gradient by differential evolution: each point of a population gets a child, which is another point plus the scaled
 * difference of two more, mixed with the parent; it takes the parent's place unless it is worse. The first point is `x`, the others are
 * drawn from a cube, which children may leave. `x` ends at the best point. A value that is NaN counts as worst.
 *
 * @param feval Returns the value at `x`, with or without a gradient. It is called with `x`, which holds the point.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param _state Not used.
 * @returns `x`; all values in the order of the evaluations; the number of evaluations, `maxFEs`.
 * @throws {RangeError} If a setting is outside its range, or the value is not finite at the start.
 * @throws {TypeError} If `maxFEs` is missing, `feval` returns no number, or `x` does not fit. If `feval` throws, `x` is as before.
 *
 * R. Storn, K. Price, _Differential evolution_, 1997. Torch7: `de.lua`, whose first population is drawn without `x`.
 *
 * @example Usage
 * ```ts
 * import { de } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // |x₁ − 1| + |x₂ + 2| has no gradient at its minimum.
 * const x = tensor([0, 0], { dtype: "float64" });
 * de((x) => Math.abs(x.get(0) - 1) + Math.abs(x.get(1) + 2), x, { maxFEs: 3000 });
 * assertClose(x, [1, -2], { absolute: 1e-6 });
 * ```
 */
export function de(feval: ValueObjective, x: Tensor, config: DEConfig = {}, _state: unknown = config): BatchStep {
  checkParameters("de", x, config);
  checkFunction("de", "the objective", feval);
  const n = x.count, maxFEs = config.maxFEs ?? config.maxEval;
  if (n === 0) throw new RangeError("Cannot run de: x must have an element but has none");
  if (maxFEs === undefined) throw new TypeError("Cannot run de: maxFEs must be given");
  const { popsize = Math.max(4, 10 * n), scaleFactor = 0.5, crossoverRate = 0.9, maxRegion = 30, minRegion = -30 } =
    config;
  const { strategy = "rand/1/bin", generator = new Generator(1) } = config, source = { generator };
  checkInteger("de", "popsize", popsize, 4);
  checkBetween("de", "scaleFactor", scaleFactor, 0);
  checkRange("de", "scaleFactor", scaleFactor, 0, 2);
  checkRange("de", "crossoverRate", crossoverRate, 0, 1);
  checkInteger("de", "maxFEs", maxFEs, popsize);
  checkFinite("de", "maxRegion", maxRegion);
  checkFinite("de", "minRegion", minRegion);
  checkRange("de", "minRegion", minRegion, -Infinity, maxRegion);
  checkGenerator("de", generator);
  checkOneOf("de", "strategy", strategy, ["rand/1/bin", "best/1/bin"]);

  const flat = flatten(x),
    population = empty([popsize, n], { dtype: "float64", device: cpu }),
    children = population.clone();
  const points = population.data as Float64Array, young = children.data as Float64Array;
  return restoring(flat, flat.clone(), () => {
    const losses: number[] = [], fitness: number[] = [], childFitness: number[] = [];
    const ask = (rows: Tensor, k: number): number => {
      const value = valueAt("de", "the objective", feval, (flat.copy(rows.select(0, k)), x));
      losses.push(value);
      return Number.isNaN(value) ? Infinity : value;
    };
    const other = (...taken: number[]): number => {
      while (true) {
        const k = random(1, popsize, source) - 1;
        if (!taken.includes(k)) return k;
      }
    };

    population.uniform(minRegion, maxRegion, source);
    population.select(0, 0).copy(flat);
    for (let k = 0; k < popsize; k++) {
      fitness.push(ask(population, k));
      if (k === 0) checkFinite("de", "the loss at the start", losses[0]!);
    }
    let best = fitness.reduce((best, value, k) => value < fitness[best]! ? k : best, 0);

    while (losses.length < maxFEs) {
      const count = Math.min(popsize, maxFEs - losses.length);
      for (let i = 0; i < count; i++) {
        const a = other(i), b = other(i, a), base = strategy === "best/1/bin" ? best : other(i, a, b);
        const sure = random(1, n, source) - 1; // this element comes from the new point in any case
        for (let j = 0; j < n; j++) {
          young[i * n + j] = uniform(0, 1, source) < crossoverRate || j === sure
            ? points[base * n + j]! + scaleFactor * (points[a * n + j]! - points[b * n + j]!)
            : points[i * n + j]!;
        }
        childFitness[i] = ask(children, i);
      }
      for (let i = 0; i < count; i++) {
        if (childFitness[i]! > fitness[i]!) continue;
        population.select(0, i).copy(children.select(0, i));
        fitness[i] = childFitness[i]!;
        if (fitness[i]! < fitness[best]!) best = i;
      }
    }
    flat.copy(population.select(0, best));
    return [x, losses, losses.length];
  });
}
