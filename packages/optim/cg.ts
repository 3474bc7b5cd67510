import { checkInteger, checkRange, mul, type Tensor } from "@taimatsu/tensor";
import { checkBetween, evaluateStart, flatten, restoring, workspace } from "./batch.ts";
import { checkParameters, evaluateAt } from "./kernels.ts";
import type { BatchStep, Objective } from "./objective.ts";

/** Keeps a slope of 0 from being divided by. */
const TINY = 1e-320;

/** Settings of {@linkcode cg}. */
export interface CGConfig {
  /** A step must lower the value by this share of what the slope promises (Wolfe–Powell); 0.01 by default. */
  rho?: number;
  /** A step must bring the slope down to this share (Wolfe–Powell), above `rho`; 0.5 by default. */
  sig?: number;
  /** How near to the ends of an interval it may be cut, as a share of it; 0.1 by default. */
  int?: number;
  /** How far a step may be lengthened at once; 3 by default. */
  ext?: number;
  /** Largest number of evaluations in one line search; 20 by default. */
  maxIter?: number;
  /** Largest ratio of the slopes of neighbouring searches, which scales the first step; 100 by default. */
  ratio?: number;
  /** No line search begins after this many evaluations; 1.25 · maxIter by default. */
  maxEval?: number;
  /** Whether to print each line search; false by default. */
  verbose?: boolean;
}

/** What {@linkcode cg} keeps from call to call: work memory only. Each call begins with the steepest descent. */
export interface CGState {
  /** Gradient where the line search began. */
  df0?: Tensor;
  /** Gradient at the current point. */
  df1?: Tensor;
  /** Gradient at the point that was tried last. */
  df2?: Tensor;
  /** The last movement. */
  df3?: Tensor;
  /** Direction of the line search. */
  s?: Tensor;
  /** Where the line search began. */
  x0?: Tensor;
  /** The parameters before the call. */
  start?: Tensor;
}

/**
 * Minimizes by nonlinear conjugate gradients (Polack–Ribière), in place. Each line search inter- and extrapolates by quadratic and
 * cubic polynomials until the Wolfe–Powell conditions hold. A search that fails goes back to where it began and ends the call.
 * A value that is NaN counts as too large.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state Work memory; `config` itself unless given, as in Torch7.
 * @returns `x`; the value at the start and after each line search; the number of evaluations.
 * @throws {RangeError} If a setting is outside its range, or value or gradient are not finite at the start.
 * @throws {TypeError} If a size or dtype does not fit the parameters. If `feval` throws, `x` is as before.
 *
 * C. E. Rasmussen, _minimize.m_, 2001. Torch7: `cg.lua`.
 *
 * @example Usage
 * ```ts
 * import { cg } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 * import { assert } from "@std/assert";
 *
 * // f(x) = |x|², whose gradient is 2 x
 * const x = tensor([3, -4]), [, losses, evaluations] = cg((x) => [x.dot(x), mul(x, 2)], x, { maxIter: 30 });
 * assertClose(x, [0, 0], { absolute: 1e-3 });
 * assertClose([losses[0]!, losses.at(-1)!], [25, 0], { absolute: 1e-5 });
 * assert(evaluations <= 40);
 * ```
 */
export function cg(
  feval: Objective,
  x: Tensor,
  config: CGConfig = {},
  state: CGState = config as CGState,
): BatchStep {
  checkParameters("cg", x, config, state);
  const { rho = 0.01, sig = 0.5, int = 0.1, ext = 3, maxIter = 20, ratio = 100, verbose = false } = config;
  checkBetween("cg", "rho", rho, 0, 1);
  checkBetween("cg", "sig", sig, rho, 1);
  checkBetween("cg", "int", int, 0, 1);
  checkBetween("cg", "ext", ext, 1);
  checkInteger("cg", "maxIter", maxIter, 1);
  checkBetween("cg", "ratio", ratio, 0);
  const { maxEval = maxIter * 1.25 } = config;
  checkRange("cg", "maxEval", maxEval, 1, Infinity);

  const work = (name: keyof CGState): Tensor => workspace("cg", state, name, x), flat = flatten(x);
  const df0 = work("df0"), df1 = work("df1"), df2 = work("df2"), df3 = work("df3");
  const s = work("s"), x0 = work("x0"), start = work("start");
  const [first, gradient] = evaluateStart("cg", feval, x);
  df1.copy(gradient);

  return restoring(flat, start, () => {
    const losses = [first];
    let evaluations = 1;

    /** Goes on along the direction and looks there. */
    const move = (by: number): Trial => {
      flat.add(mul(s, by, { out: df3 })); // rounded twice on every processor, as in Torch7: searches amplify the last bits
      const [value, gradient] = evaluateAt("cg", feval, x), slope = df2.copy(flatten(gradient)).dot(s);
      evaluations++;
      return { f: Number.isNaN(value) ? Infinity : value, slope };
    };

    /** Looks for a step that fulfils the conditions, from `origin` on and with a first length; returns it, or nothing. */
    const search = (origin: Trial, length: number): { length: number; end: Trial } | undefined => {
      // `other` is the second point of the interpolation, `gap` the way to it, and no step is longer than `most`.
      let end = move(length), other = origin, gap = -length, most = Infinity;
      let left = Math.min(maxIter, maxEval - evaluations);
      const isTooFar = (): boolean => end.f > origin.f + length * rho * origin.slope || end.slope > -sig * origin.slope;
      const go = (by: number): void => {
        length += by;
        end = move(by);
        left--;
      };
      while (true) {
        while (isTooFar() && left > 0) {
          most = length;
          const by = inside(end.f > origin.f ? parabola(end, other, gap) : cubic(end, other, gap), gap, int);
          go(by);
          gap -= by;
        }
        if (isTooFar()) return undefined;
        if (end.slope > sig * origin.slope) return { length, end };
        if (left <= 0) return undefined;
        const room = most - length, bounded = room < Infinity;
        let by = onward(end, other, gap);
        if (!Number.isFinite(by) || by < 0 || by + length > (bounded ? most : length * ext)) {
          by = bounded ? room / 2 : length * (ext - 1);
        } else if (by < -gap * int) by = -gap * int;
        else if (bounded && by < room * (1 - int)) by = room * (1 - int);
        other = end;
        gap = -by;
        go(by);
      }
    };

    s.copy(df1).mul(-1);
    let now: Trial = { f: first, slope: -s.dot(s) }, length = 1 / (1 - now.slope);
    while (evaluations < maxEval) {
      x0.copy(flat);
      df0.copy(df1);
      const found = search(now, length);
      if (verbose) console.log(`cg: ${evaluations} evaluations, value ${found?.end.f ?? now.f}`);
      if (found === undefined) {
        flat.copy(x0);
        df1.copy(df0);
        break;
      }
      const { f } = found.end;
      losses.push(f);
      s.mul((df2.dot(df2) - df2.dot(df1)) / df1.dot(df1)).add(-1, df2);
      df1.copy(df2);
      let slope = df1.dot(s);
      if (slope > 0) { // not downhill: the steepest descent
        s.copy(df1).mul(-1);
        slope = -s.dot(s);
      }
      length = found.length * Math.min(ratio, now.slope / (slope - TINY));
      now = { f, slope };
    }
    return [x, losses, evaluations];
  });
}

/** A point on the line that is searched: value and slope there. */
interface Trial {
  readonly f: number;
  readonly slope: number;
}

/** The way from `end` to the minimum of the parabola through both values with the slope at `other`, which lies `gap` away. */
function parabola(end: Trial, other: Trial, gap: number): number {
  return gap - (0.5 * other.slope * gap * gap) / (other.slope * gap + end.f - other.f);
}

/** Half the third and second derivatives, scaled, of the cubic through both values and slopes, and the root that its minimum has. */
function cubicTerms(end: Trial, other: Trial, gap: number): [a: number, b: number, root: number] {
  const a = 6 * (end.f - other.f) / gap + 3 * (end.slope + other.slope);
  const b = 3 * (other.f - end.f) - gap * (other.slope + 2 * end.slope);
  return [a, b, Math.sqrt(b * b - a * end.slope * gap * gap)];
}

/** The way from `end` to the minimum of that cubic. */
function cubic(end: Trial, other: Trial, gap: number): number {
  const [a, b, root] = cubicTerms(end, other, gap);
  return (root - b) / a;
}

/** The same in the form that is exact where the cubic is nearly straight, to go beyond the points. */
function onward(end: Trial, other: Trial, gap: number): number {
  const [, b, root] = cubicTerms(end, other, gap);
  return -end.slope * gap * gap / (b + root);
}

/** Keeps a way, back over `gap`, off both ends of it; halves it where there is no minimum. */
function inside(by: number, gap: number, int: number): number {
  return Math.max(Math.min(Number.isFinite(by) ? by : gap / 2, int * gap), (1 - int) * gap);
}
