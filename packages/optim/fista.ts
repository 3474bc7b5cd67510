import { checkFinite, checkInteger, checkRange, type Tensor } from "@taimatsu/tensor";
import { checkBetween, restoring, valueAt, workspace } from "./batch.ts";
import { checkFunction } from "./check_function.ts";
import { checkCompanion, checkParameters } from "./kernels.ts";

/**
 * The smooth part of what {@linkcode fista} minimizes: returns its value at `x`, and the gradient where `"dx"` is asked for. An
 * objective that always returns both will do.
 */
export type SmoothObjective = (x: Tensor, wanted?: "dx") => number | readonly [number, Tensor?];

/**
 * A proximal step, in place: x ← the z that minimizes L / 2 · |z − x|² + g(z), with g the part that is not smooth. For g(z) = λ |z|₁
 * each element comes λ / L nearer to 0.
 */
export type ProximalStep = (x: Tensor, L: number) => unknown;

/** Settings of {@linkcode fista}. */
export interface FistaConfig {
  /** The first guess of the gradient's Lipschitz constant, 1 / step size; 0.1 by default. */
  L?: number;
  /** L is multiplied by this when a step is too long, above 1; 1.5 by default. */
  Lstep?: number;
  /** Largest number of iterations; 50 by default. */
  maxiter?: number;
  /** How often L may be raised in an iteration; 20 by default. */
  maxline?: number;
  /** The end is where the value changes by no more than this; 1e-4 by default. */
  errthres?: number;
  /** Whether to go on beyond each step by momentum (FISTA), or not (ISTA); true by default. */
  doFistaUpdate?: boolean;
  /** Whether to print each iteration and to keep its points in the history; false by default. */
  verbose?: boolean;
}

/** What {@linkcode fista} keeps from call to call: L, and work memory. */
export interface FistaState {
  /** The last L, where the next call begins. */
  L?: number;
  /** Last result of a proximal step. */
  xkm?: Tensor;
  /** Where the next step begins. */
  y?: Tensor;
  /** Result of the proximal step that is tried. */
  ply?: Tensor;
  /** Gradient of the smooth part. */
  gfy?: Tensor;
  /** The parameters before the call. */
  start?: Tensor;
}

/** An iteration of {@linkcode fista}. */
export interface FistaIteration {
  /** Number of proximal steps that were tried. */
  nline: number;
  /** The L of the last one. */
  L: number;
  /** Value at the iteration's end: Fply + Gply. */
  F: number;
  /** Its smooth part. */
  Fply: number;
  /** The other part. */
  Gply: number;
  /** The bound that the smooth part has to keep after the proximal step. */
  Q: number;
  /** Result of the proximal step, with `verbose`. */
  xk?: Tensor;
  /** The point at the iteration's end, with `verbose`. */
  y?: Tensor;
}

/**
 * Minimizes f + g, f smooth and g any convex function with a simple proximal step, in place: FISTA with a line search for L. Each
 * iteration takes a gradient step of f from y and a proximal step of g; y then goes beyond by momentum. `x` ends at y, as in Torch7; but it
 * begins at `x`, where Torch7 begins at 0.
 *
 * @param f The smooth part.
 * @param g Returns the other part's value at a point.
 * @param pl The proximal step of g.
 * @param x Where to begin: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and what happened in each iteration.
 * @throws {RangeError} If a setting is outside its range, or value or gradient are not finite at the start.
 * @throws {TypeError} If a function returns something else, or a size or dtype does not fit. If a function throws, `x` is as before.
 *
 * A. Beck, M. Teboulle, _A fast iterative shrinkage-thresholding algorithm for linear inverse problems_, 2009. Torch7: `fista.lua`
 * (`optim.FistaLS`).
 *
 * @example Usage
 * ```ts
 * import { fista } from "@taimatsu/optim";
 * import { clamp, csub, type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // ½ |x − b|² + |x|₁: each element of b comes 1 nearer to 0.
 * const b = tensor([3, -0.5, -2]), x = tensor([0, 0, 0]);
 * const f = (x: Tensor): [number, Tensor] => [x.dist(b) ** 2 / 2, csub(x, b)];
 * fista(f, (x) => x.norm(1), (x, L) => x.add(-1, clamp(x, -1 / L, 1 / L)), x, { errthres: 1e-9 });
 * assertClose(x, [2, 0, -1], { absolute: 1e-3 });
 * ```
 */
export function fista(
  f: SmoothObjective,
  g: (x: Tensor) => number,
  pl: ProximalStep,
  x: Tensor,
  config: FistaConfig = {},
  state: FistaState = config as FistaState,
): [x: Tensor, history: FistaIteration[]] {
  checkParameters("fista", x, config, state);
  checkFunction("fista", "f", f);
  checkFunction("fista", "g", g);
  checkFunction("fista", "pl", pl);
  const { Lstep = 1.5, maxiter = 50, maxline = 20, errthres = 1e-4, doFistaUpdate = true, verbose = false } = config;
  let L = state.L ?? config.L ?? 0.1;
  checkBetween("fista", "L", L, 0);
  checkBetween("fista", "Lstep", Lstep, 1);
  checkInteger("fista", "maxiter", maxiter, 1);
  checkInteger("fista", "maxline", maxline, 0);
  checkRange("fista", "errthres", errthres, 0, Infinity);

  const work = (name: "xkm" | "y" | "ply" | "gfy" | "start"): Tensor =>
    workspace("fista", state, name, x).view(...x.shape);
  const xkm = work("xkm"), y = work("y"), ply = work("ply"), gfy = work("gfy");
  return restoring(x, work("start"), () => {
    const history: FistaIteration[] = [];
    let tk = 1, fy = gradientAt(f, x, gfy);
    checkFinite("fista", "f at the start", fy);
    checkFinite("fista", "the 1-norm of the gradient at the start", gfy.norm(1));
    xkm.copy(x);
    y.copy(x);

    while (true) {
      let Q = 0, nline = 0;
      while (true) {
        pl(ply.copy(y).add(-1 / L, gfy), L);
        x.copy(ply);
        const value = valueAt("fista", "f", f, ply);
        ply.add(-1, y);
        Q = fy + gfy.dot(ply) + L / 2 * ply.dot(ply);
        if (verbose) console.log(`fista: nline ${nline}, L ${L}, f ${value}, Q ${Q}`);
        if (value <= Q) {
          nline++;
          break;
        }
        if (nline++ >= maxline) {
          x.copy(xkm); // no step is short enough: stay
          break;
        }
        L *= Lstep;
      }

      if (doFistaUpdate) {
        const tkp = (1 + Math.sqrt(1 + 4 * tk * tk)) / 2;
        y.copy(x).add((1 - tk) / tkp, xkm.add(-1, x));
        xkm.copy(x);
        tk = tkp;
      } else {
        y.copy(x);
        xkm.copy(x);
      }

      fy = gradientAt(f, y, gfy);
      const Gply = valueAt("fista", "g", g, y), F = fy + Gply, last = history.at(-1)?.F;
      const points = verbose ? { xk: x.clone(), y: y.clone() } : {};
      history.push({ nline, L, F, Fply: fy, Gply, Q, ...points });
      if (verbose) console.log(`fista: iteration ${history.length}, F ${F}`);
      if (history.length >= maxiter || (last !== undefined && Math.abs(F - last) <= errthres)) break;
    }
    x.copy(y);
    state.L = L;
    return [x, history];
  });
}

/** Asks for value and gradient at `x`, and copies the gradient. */
function gradientAt(f: SmoothObjective, x: Tensor, gradient: Tensor): number {
  const result: unknown = f(x, "dx");
  if (!Array.isArray(result) || typeof result[0] !== "number") {
    const found = Array.isArray(result) ? `a list that begins with ${typeof result[0]}` : typeof result;
    throw new TypeError(`Cannot run fista: f must return a number and the gradient but returned ${found}`);
  }
  checkCompanion("fista", "the gradient", x, result[1]);
  gradient.copy((result[1] as Tensor).view(...x.shape));
  return result[0];
}
