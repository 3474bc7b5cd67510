import { checkInteger, checkRange, mul, type Tensor } from "@taimatsu/tensor";
import { checkBetween, evaluateStart, flatten, restoring, workspace } from "./batch.ts";
import { checkParameters, evaluate } from "./kernels.ts";
import type { BatchStep, Objective } from "./objective.ts";

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
}

/** What {@linkcode cg} keeps from call to call: work memory only. Each call begins with the steepest descent. */
export interface CGState {
  /** Gradient where the last line search began. */
  df0?: Tensor;
  /** Gradient at the current point. */
  df1?: Tensor;
  /** Gradient at the point that was tried last. */
  df2?: Tensor;
  /** The last movement. */
  df3?: Tensor;
  /** Direction of the last line search. */
  s?: Tensor;
  /** Where the last line search began. */
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
  const { rho = 0.01, sig = 0.5, int = 0.1, ext = 3, maxIter = 20, ratio = 100 } = config;
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
    // Points on the search line: 1 is where it begins, 2 the newest, 3 the other end of the interval. zₖ are steps, dₖ slopes.
    let evaluations = 1, f1 = first, f2 = 0, d2 = 0;

    /** Moves by `step` along the direction and looks at value and slope there. */
    const move = (step: number): void => {
      flat.add(mul(s, step, { out: df3 })); // rounded twice on every processor, as in Torch7: searches amplify the last bits
      const [value, gradient] = evaluate("cg", feval, x);
      f2 = Number.isNaN(value) ? Infinity : value;
      d2 = df2.copy(flatten(gradient)).dot(s);
      evaluations++;
    };

    s.copy(df1).mul(-1);
    let d1 = -s.dot(s), z1 = 1 / (1 - d1);
    while (evaluations < maxEval) {
      x0.copy(flat);
      df0.copy(df1);
      move(z1);
      let f3 = f1, d3 = d1, z3 = -z1, z2 = 0, limit = -1, success = false;
      let left = Math.min(maxIter, maxEval - evaluations);
      const tooFar = (): boolean => f2 > f1 + z1 * rho * d1 || d2 > -sig * d1;

      while (true) {
        while (tooFar() && left > 0) {
          limit = z1;
          if (f2 > f1) {
            z2 = z3 - (0.5 * d3 * z3 * z3) / (d3 * z3 + f2 - f3);
          } else {
            const a = 6 * (f2 - f3) / z3 + 3 * (d2 + d3), b = 3 * (f3 - f2) - z3 * (d3 + 2 * d2);
            z2 = (Math.sqrt(b * b - a * d2 * z3 * z3) - b) / a;
          }
          if (!Number.isFinite(z2)) z2 = z3 / 2;
          z2 = Math.max(Math.min(z2, int * z3), (1 - int) * z3);
          z1 += z2;
          move(z2);
          left--;
          z3 -= z2;
        }
        if (tooFar()) break;
        if (d2 > sig * d1) {
          success = true;
          break;
        }
        if (left <= 0) break;

        const a = 6 * (f2 - f3) / z3 + 3 * (d2 + d3), b = 3 * (f3 - f2) - z3 * (d3 + 2 * d2);
        z2 = -d2 * z3 * z3 / (b + Math.sqrt(b * b - a * d2 * z3 * z3));
        const bounded = limit > -0.5;
        if (!Number.isFinite(z2) || z2 < 0) z2 = bounded ? (limit - z1) / 2 : z1 * (ext - 1);
        else if (bounded && z2 + z1 > limit) z2 = (limit - z1) / 2;
        else if (!bounded && z2 + z1 > z1 * ext) z2 = z1 * (ext - 1);
        else if (z2 < -z3 * int) z2 = -z3 * int;
        else if (bounded && z2 < (limit - z1) * (1 - int)) z2 = (limit - z1) * (1 - int);
        f3 = f2;
        d3 = d2;
        z3 = -z2;
        z1 += z2;
        move(z2);
        left--;
      }

      if (!success) {
        flat.copy(x0);
        df1.copy(df0);
        break;
      }
      f1 = f2;
      losses.push(f1);
      s.mul((df2.dot(df2) - df2.dot(df1)) / df1.dot(df1)).add(-1, df2);
      df1.copy(df2);
      d2 = df1.dot(s);
      if (d2 > 0) {
        s.copy(df1).mul(-1);
        d2 = -s.dot(s);
      }
      z1 *= Math.min(ratio, d1 / (d2 - 1e-320));
      d1 = d2;
    }
    return [x, losses, evaluations];
  });
}
