import { checkFinite, checkInteger, checkRange, emptyLike, mul, type Tensor } from "@taimatsu/tensor";
import { checkBetween, flatten, restoring } from "./batch.ts";
import { checkObject } from "./check_object.ts";
import { checkCompanion, checkParameters, evaluateAt } from "./kernels.ts";
import type { Objective } from "./objective.ts";
import { polyinterp } from "./polyinterp.ts";

/** Steps longer than that are not made longer: their powers would overflow. */
const LONGEST = 1e100;

/** Settings of {@linkcode lswolfe}. */
export interface LineSearchOptions {
  /** A step must lower the value by this share of what the slope promises (Armijo's condition); 1e-4 by default. */
  c1?: number;
  /** A step must bring the slope's size down to this share (the curvature condition), above `c1`; 0.9 by default. */
  c2?: number;
  /** The search ends where the interval times the slope is below it; 1e-9 by default. */
  tolX?: number;
  /** Largest number of steps after the first; 20 by default. */
  maxIter?: number;
  /** Whether to print when `maxIter` is reached; false by default. */
  verbose?: boolean;
}

/** What a line search returns. */
export type LineSearchResult = [f: number, g: Tensor, x: Tensor, t: number, evaluations: number];

/**
 * A line search, as {@linkcode lswolfe}: moves `x` by `t` times `d`, with a step `t` of its choice, and returns the value and the
 * gradient there, `x`, the step and how often it asked the objective.
 */
export type LineSearch = (
  feval: Objective,
  x: Tensor,
  t: number,
  d: Tensor,
  f: number,
  g: Tensor,
  gtd: number,
  options?: LineSearchOptions,
) => LineSearchResult;

interface Trial {
  t: number;
  f: number;
  slope: number;
  g: Tensor;
}

/**
 * Searches along `d` for a step that fulfils the strong Wolfe conditions, and moves `x` there: first it goes on until an interval holds
 * such a step, then it makes the interval smaller; both by cubic interpolation. If no step is found in time, the best one is taken,
 * which may be 0. A point whose value or slope is not finite counts as too far.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x Where the search begins: contiguous, float32 or float64. It is moved in place.
 * @param t The first step, above 0.
 * @param d A direction that leads downhill, as many elements as `x`.
 * @param f The value at `x`.
 * @param g The gradient at `x`.
 * @param gtd The slope along `d`, g · d, below 0.
 * @param options Settings.
 * @returns The value and the gradient at the new `x`, `x`, the step, and the number of evaluations. The gradient is a tensor of its own.
 * @throws {RangeError} If a number is outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters. If `feval` throws, `x` is as before.
 *
 * J. Nocedal, S. J. Wright, _Numerical optimization_, 2006, chapter 3.5. Torch7: `lswolfe.lua`.
 *
 * @example Usage
 * ```ts
 * import { lswolfe } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // f(x) = x² from 1 along −1: a step of 10 is too long, the cubic finds the minimum.
 * const x = tensor([1]), d = tensor([-1]), g = tensor([2]);
 * const [f, , , t] = lswolfe((x) => [x.dot(x), mul(x, 2)], x, 10, d, 1, g, -2);
 * assertClose([f, t, x.item()], [0, 1, 0]);
 * ```
 */
export function lswolfe(
  feval: Objective,
  x: Tensor,
  t: number,
  d: Tensor,
  f: number,
  g: Tensor,
  gtd: number,
  options: LineSearchOptions = {},
): LineSearchResult {
  checkParameters("lswolfe", x);
  checkCompanion("lswolfe", "d", x, d);
  checkCompanion("lswolfe", "g", x, g);
  checkObject("lswolfe", "options", options);
  const { c1 = 1e-4, c2 = 0.9, tolX = 1e-9, maxIter = 20, verbose = false } = options;
  checkBetween("lswolfe", "c1", c1, 0, 1);
  checkBetween("lswolfe", "c2", c2, c1, 1);
  checkRange("lswolfe", "tolX", tolX, 0, Infinity);
  checkInteger("lswolfe", "maxIter", maxIter, 1);
  checkBetween("lswolfe", "t", t, 0);
  checkFinite("lswolfe", "f", f);
  checkFinite("lswolfe", "gtd", gtd);
  if (gtd >= 0) throw new RangeError(`Cannot run lswolfe: gtd must be below 0 but is ${gtd}`);

  const flat = flatten(x), along = flatten(d), start = emptyLike(flat), step = emptyLike(flat), spare: Tensor[] = [];
  let evaluations = 0;

  /** Looks at value, slope and gradient after a step of `t`. */
  const look = (t: number): Trial => {
    flat.copy(start).add(mul(along, t, { out: step })); // rounded twice on every processor, as in Torch7
    const [value, gradient] = evaluateAt("lswolfe", feval, x), own = spare.pop() ?? emptyLike(flat);
    evaluations++;
    own.copy(flatten(gradient));
    const slope = own.dot(along), finite = Number.isFinite(value) && Number.isFinite(slope);
    return { t, f: finite ? value : Infinity, slope, g: own };
  };
  const tooHigh = (trial: Trial): boolean => trial.f > f + c1 * trial.t * gtd;
  const flatEnough = (trial: Trial): boolean => Math.abs(trial.slope) <= -c2 * gtd;

  /** Which end is better. One that does not fall enough is not, even if its value is below the other's. */
  const lower = ([a, b]: [Trial, Trial]): 0 | 1 => {
    const falls = !tooHigh(a);
    return (falls === tooHigh(b) ? falls : a.f <= b.f) ? 0 : 1;
  };

  return restoring(flat, start, () => {
    const origin: Trial = { t: 0, f, slope: gtd, g: flatten(g).clone() };
    let previous = origin, now = look(t), iterations = 0, done = false;
    let ends: [Trial, Trial] | undefined;
    while (iterations < maxIter && now.t < LONGEST) {
      if (now.f === Infinity || tooHigh(now) || (iterations > 1 && now.f >= previous.f)) {
        ends = [previous, now];
        break;
      }
      if (flatEnough(now)) {
        done = true;
        ends = [now, now];
        break;
      }
      if (now.slope >= 0) {
        ends = [previous, now];
        break;
      }
      const least = now.t + 0.01 * (now.t - previous.t),
        points = [previous, now].map(({ t, f, slope }) => [t, f, slope]);
      const [next] = polyinterp(points, least, now.t * 10);
      if (previous !== origin) spare.push(previous.g);
      previous = now;
      now = look(next);
      iterations++;
    }
    ends ??= [origin, now];

    let slow = false;
    while (!done && iterations < maxIter) {
      const low = lower(ends), high = 1 - low, [a, b] = ends;
      const left = Math.min(a.t, b.t), right = Math.max(a.t, b.t), length = right - left;
      let [next] = polyinterp([[a.t, a.f, a.slope], [b.t, b.f, b.slope]]);
      // Two steps in a row near an end of the interval: cut a tenth of it off.
      if (Math.min(right - next, next - left) / length < 0.1) {
        if (slow || next >= right || next <= left) {
          next = Math.abs(next - right) < Math.abs(next - left) ? right - 0.1 * length : left + 0.1 * length;
          slow = false;
        } else slow = true;
      } else slow = false;

      now = look(next);
      iterations++;
      if (now.f === Infinity || tooHigh(now) || now.f >= ends[low]!.f) ends[high] = now;
      else {
        if (flatEnough(now)) done = true;
        else if (now.slope * (ends[high]!.t - ends[low]!.t) >= 0) ends[high] = ends[low]!;
        ends[low] = now;
      }
      for (const end of [a, b]) if (!ends.includes(end)) spare.push(end.g);
      if (!done && Math.abs((ends[0].t - ends[1].t) * now.slope) < tolX) break;
    }
    if (verbose && iterations === maxIter) console.log("lswolfe: reached maxIter");

    const best = ends[lower(ends)];
    flat.copy(start).add(mul(along, best.t, { out: step }));
    return [best.f, best.g, x, best.t, evaluations];
  });
}
