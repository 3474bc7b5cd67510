import { checkFinite, checkInteger, checkRange, describe, emptyLike, mul, sign, type Tensor } from "@taimatsu/tensor";
import { checkBetween, evaluateStart, flatten, restoring, workspace } from "./batch.ts";
import { checkObject } from "./check_object.ts";
import { checkCompanion, checkParameters, countOf, evaluateAt } from "./kernels.ts";
import type { LineSearch, LineSearchOptions } from "./lswolfe.ts";
import type { BatchStep, Objective } from "./objective.ts";

/** Settings of {@linkcode lbfgs}. */
export interface LBFGSConfig {
  /** Largest number of iterations in a call; 20 by default. */
  maxIter?: number;
  /** A call ends after this many evaluations; 1.25 · maxIter by default. */
  maxEval?: number;
  /** A call ends where the 1-norm of the gradient is at most this; 1e-5 by default. */
  tolFun?: number;
  /** A call ends where the 1-norm of a step, the change of the value, or the slope is at most this; 1e-9 by default. */
  tolX?: number;
  /** How many steps the approximation of the curvature is made of; 100 by default. */
  nCorrection?: number;
  /** Step size, or the first that a line search tries; 1 by default. The very first step is made at most this long. */
  learningRate?: number;
  /** Chooses the steps; by default they have the size `learningRate`. */
  lineSearch?: LineSearch;
  /** Settings of the line search. */
  lineSearchOptions?: LineSearchOptions;
  /** Whether to print why a call ends; false by default. */
  verbose?: boolean;
}

/** What {@linkcode lbfgs} keeps from call to call: a later call goes on where the last one ended. */
export interface LBFGSState {
  /** Number of evaluations in all calls. */
  funcEval?: number;
  /** Number of iterations in all calls, since the last failure of the objective. */
  nIter?: number;
  /** The last direction. */
  d?: Tensor;
  /** The last step along it. */
  t?: number;
  /** Steps, the oldest first. */
  oldDirs?: Tensor[];
  /** Changes of the gradient that belong to them. */
  oldStps?: Tensor[];
  /** Vectors for the next step and change of the gradient. */
  spare?: Tensor[];
  /** Scale of the curvature that is assumed at first. */
  Hdiag?: number;
  /** Gradient before the last step. */
  gOld?: Tensor;
  /** Value before the last step. */
  fOld?: number;
  /** 1 / (change of the gradient · step), for each step. */
  ro?: number[];
  /** Factors of the recursion. */
  al?: number[];
  /** Work memory. */
  tmp1?: Tensor;
  /** The parameters before the call. */
  start?: Tensor;
}

/**
 * Minimizes by L-BFGS, in place: directions come from the gradient and the last steps (the two-loop recursion), steps from
 * `lineSearch` or, without one, from `learningRate`, which costs one evaluation each and suits noisy objectives.
 *
 * A step and its change of the gradient are kept in tensors that are made when the history grows, and used again when its oldest
 * entry is dropped. If `feval` throws, `x` is as before the call and the history begins anew.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x`; the value at the start and after each step (without a line search the last step of `maxIter` is not evaluated); the
 * number of evaluations in this call.
 * @throws {RangeError} If a setting is outside its range, or value or gradient are not finite at the start.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * J. Nocedal, _Updating quasi-Newton matrices with limited storage_, 1980. Torch7: `lbfgs.lua`.
 *
 * @example Usage
 * ```ts
 * import { lbfgs, lswolfe } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // f(x) = |x|², whose gradient is 2 x
 * const x = tensor([3, -4]), [, losses] = lbfgs((x) => [x.dot(x), mul(x, 2)], x, { lineSearch: lswolfe });
 * assertClose(x, [0, 0], { absolute: 1e-5 });
 * assertClose([losses[0]!, losses.at(-1)!], [25, 0], { absolute: 1e-9 });
 * ```
 */
export function lbfgs(
  feval: Objective,
  x: Tensor,
  config: LBFGSConfig = {},
  state: LBFGSState = config as LBFGSState,
): BatchStep {
  checkParameters("lbfgs", x, config, state);
  checkSettings(config);
  const { maxIter = 20, maxEval = maxIter * 1.25, tolFun = 1e-5, tolX = 1e-9, nCorrection = 100, learningRate = 1 } =
    config;
  const { lineSearch, lineSearchOptions, verbose = false } = config;
  checkState(x, state);

  let [f, g] = evaluateStart("lbfgs", feval, x);
  const losses = [f], flat = flatten(x), work = workspace("lbfgs", state, "tmp1", x);
  let evaluations = 1;
  state.funcEval = (state.funcEval ?? 0) + 1;
  trim(state, nCorrection);
  const say = (reason: string): void => {
    if (verbose) console.log(`lbfgs: ${reason}`);
  };
  if (norm1(g, work) <= tolFun) {
    say("the gradient is below tolFun");
    return [x, losses, evaluations];
  }

  // A state without the last step, such as one that another optimizer used, begins anew.
  if (state.d === undefined || state.gOld === undefined || state.t === undefined) state.nIter = 0;
  const d = workspace("lbfgs", state, "d", x), gOld = workspace("lbfgs", state, "gOld", x);
  const run = (): BatchStep => {
    for (let iteration = 1; iteration <= maxIter; iteration++) {
      const first = (state.nIter ?? 0) === 0;
      if (first) restart(state, d, g);
      else {
        remember(state, nCorrection, d, g, gOld);
        findDirection(state, d, g, work);
      }
      state.nIter = state.nIter! + 1;
      gOld.copy(g);
      const before = state.fOld = f, gtd = g.dot(d);
      state.t = first ? Math.min(1, 1 / norm1(g, work)) * learningRate : learningRate;
      if (!(gtd < 0 && gtd <= -tolX)) {
        state.t = 0; // nothing was moved
        say("the direction does not lead downhill");
        break;
      }

      let asked = 0;
      if (lineSearch !== undefined) {
        [f, g, state.t, asked] = search(lineSearch, [feval, x, state.t, d, f, g, gtd, lineSearchOptions]);
        losses.push(f);
      } else {
        flat.add(mul(d, state.t, { out: work })); // rounded twice on every processor, as in Torch7
        if (iteration < maxIter) {
          const [value, gradient] = evaluateAt("lbfgs", feval, x);
          [f, g, asked] = [value, flatten(gradient), 1];
          losses.push(f);
        }
      }
      evaluations += asked;
      state.funcEval! += asked;

      let reason = "";
      if (iteration === maxIter) reason = "maxIter is reached";
      else if (evaluations >= maxEval) reason = "maxEval is reached";
      else if (norm1(g, work) <= tolFun) reason = "the gradient is below tolFun";
      else if (Math.abs(state.t) * norm1(d, work) <= tolX) reason = "the step is below tolX";
      else if (Math.abs(f - before) < tolX) reason = "the value changes by less than tolX";
      if (reason !== "") {
        say(reason);
        break;
      }
    }
    return [x, losses, evaluations];
  };
  try {
    return restoring(flat, workspace("lbfgs", state, "start", x), run);
  } catch (error) {
    state.nIter = 0;
    throw error;
  }
}

/** |x|₁ as x · sign x, which adds in the same order on every processor: the first step depends on its last bits. */
const norm1 = (x: Tensor, work: Tensor): number => x.dot(sign(x, { out: work }));

function checkSettings(config: LBFGSConfig): void {
  const { maxIter = 20, tolFun = 1e-5, tolX = 1e-9, nCorrection = 100, learningRate = 1 } = config;
  checkInteger("lbfgs", "maxIter", maxIter, 1);
  const { maxEval = maxIter * 1.25 } = config;
  checkRange("lbfgs", "maxEval", maxEval, 1, Infinity);
  checkRange("lbfgs", "tolFun", tolFun, 0, Infinity);
  checkRange("lbfgs", "tolX", tolX, 0, Infinity);
  checkInteger("lbfgs", "nCorrection", nCorrection, 1);
  checkBetween("lbfgs", "learningRate", learningRate, 0);
  const { lineSearch, lineSearchOptions } = config;
  if (lineSearch !== undefined && typeof lineSearch !== "function") {
    throw new TypeError(`Cannot run lbfgs: lineSearch must be a function but is ${typeof lineSearch}`);
  }
  if (lineSearchOptions !== undefined) checkObject("lbfgs", "lineSearchOptions", lineSearchOptions);
}

/** Runs the line search and checks what it returns: the value, the flat gradient, the step, the number of evaluations. */
function search(lineSearch: LineSearch, args: Parameters<LineSearch>): [number, Tensor, number, number] {
  const result: unknown = lineSearch(...args);
  if (!Array.isArray(result) || ![0, 3, 4].every((k) => typeof result[k] === "number")) {
    throw new TypeError(
      `Cannot run lbfgs: lineSearch must return [f, g, x, t, evaluations] but returned ${describe(result)}`,
    );
  }
  const [f, g, , t, evaluations] = result as ReturnType<LineSearch>;
  checkCompanion("lbfgs", "the gradient from lineSearch", args[1], g);
  return [f, flatten(g), t, evaluations];
}

/** Checks what an earlier call left. */
function checkState(x: Tensor, state: LBFGSState): void {
  for (const name of ["d", "gOld", "tmp1", "start"] as const) {
    const kept = state[name];
    if (kept !== undefined) checkCompanion("lbfgs", `state.${name}`, x, kept);
  }
  for (const name of ["funcEval", "nIter"] as const) countOf("lbfgs", `state.${name}`, state[name]);
  for (const name of ["t", "Hdiag"] as const) {
    const kept = state[name];
    if (kept !== undefined) checkFinite("lbfgs", `state.${name}`, kept);
  }
  for (const name of ["oldDirs", "oldStps", "spare", "al"] as const) {
    const list: unknown = state[name] ?? [];
    if (!Array.isArray(list)) {
      throw new TypeError(`Cannot run lbfgs: state.${name} must be a list but is ${describe(list)}`);
    }
    if (name !== "al") list.forEach((kept, k) => checkCompanion("lbfgs", `state.${name}[${k}]`, x, kept));
  }
  const dirs = state.oldDirs ?? [], stps = state.oldStps ?? [];
  if (dirs.length !== stps.length) {
    throw new TypeError(
      `Cannot run lbfgs: state.oldDirs must be as long as state.oldStps (${stps.length}) but is ${dirs.length}`,
    );
  }
}

/** Makes the lists that are missing; if fewer steps are wanted than are kept, the oldest are dropped. */
function trim(state: LBFGSState, nCorrection: number): void {
  const dirs = state.oldDirs ??= [], stps = state.oldStps ??= [], excess = Math.max(0, dirs.length - nCorrection);
  state.spare ??= [];
  dirs.splice(0, excess);
  stps.splice(0, excess);
}

/** Begins with the steepest descent. */
function restart(state: LBFGSState, d: Tensor, g: Tensor): void {
  d.copy(g).mul(-1);
  state.spare!.push(...state.oldDirs!.splice(0), ...state.oldStps!.splice(0));
  state.Hdiag = 1;
  state.nIter = 0;
}

/** Takes the last step and its change of the gradient into the history, if the curvature along it is above 0. */
function remember(state: LBFGSState, nCorrection: number, d: Tensor, g: Tensor, gOld: Tensor): void {
  const dirs = state.oldDirs!, stps = state.oldStps!, spare = state.spare!;
  const y = spare.pop() ?? emptyLike(d), s = spare.pop() ?? emptyLike(d);
  y.copy(g).add(-1, gOld);
  mul(d, state.t!, { out: s });
  const curvature = y.dot(s);
  if (!(curvature > 1e-10)) {
    spare.push(s, y);
    return;
  }
  if (dirs.length === nCorrection) spare.push(dirs.shift()!, stps.shift()!);
  dirs.push(s);
  stps.push(y);
  state.Hdiag = curvature / y.dot(y);
}

/**
 * Writes minus the approximate inverse of the curvature times the gradient into `d`. Products are rounded before they are added, as in
 * Torch7 and on every processor: in one go (fused) the trajectories would part within a few steps.
 */
function findDirection(state: LBFGSState, d: Tensor, g: Tensor, work: Tensor): void {
  const dirs = state.oldDirs!, stps = state.oldStps!, al = state.al ??= [], k = dirs.length;
  const ro = state.ro = dirs.map((s, i) => 1 / stps[i]!.dot(s));
  work.copy(g).mul(-1);
  for (let i = k - 1; i >= 0; i--) {
    al[i] = dirs[i]!.dot(work) * ro[i]!;
    work.add(mul(stps[i]!, -al[i]!, { out: d }));
  }
  mul(work, state.Hdiag ?? 1, { out: d });
  for (let i = 0; i < k; i++) {
    const factor = al[i]! - stps[i]!.dot(d) * ro[i]!;
    d.add(mul(dirs[i]!, factor, { out: work }));
  }
}
