import { type Tensor, zerosLike } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import {
  checkCompanion,
  checkParameters,
  checkSetting,
  countOf,
  evaluateAt,
  runStep,
  scalarsOf,
  setScalar,
  stepSize,
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

const STEP = op("step", "asgd");

/** Settings of {@linkcode asgd}. */
export interface ASGDConfig {
  /** Step size at the start; 0.0001 by default. */
  eta0?: number;
  /** Weight decay, which also sets how fast the step size falls; 0.0001 by default. */
  lambda?: number;
  /** Power by which the step size falls; 0.75 by default. */
  alpha?: number;
  /** Number of steps before averaging begins; 1e6 by default. */
  t0?: number;
}

/** What {@linkcode asgd} keeps from step to step. */
export interface ASGDState {
  /** Number of steps done. */
  t?: number;
  /** The averaged parameters. */
  ax?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of averaged stochastic gradient descent, in place: x ← (1 − λ η) x − η ∇f; a ← a + μ (x − a), where after t steps
 * η = eta0 / (1 + λ · eta0 · t)^α and μ = 1 / max(1, t − t0).
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x`, the value before the step, and the averaged parameters, which are `state.ax` and not the net's.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * W. Xu, _Towards optimal one pass large scale learning with averaged stochastic gradient descent_, 2011. Torch7: `asgd.lua`.
 *
 * @example Usage
 * ```ts
 * import { asgd } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // Without weight decay the first step is one of gradient descent.
 * const x = tensor([1]), config = { eta0: 0.1, lambda: 0 };
 * asgd((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.8]);
 * ```
 */
export function asgd(
  feval: Objective,
  x: Tensor,
  config: ASGDConfig = {},
  state: ASGDState = config as ASGDState,
): [...Step, ax: Tensor] {
  checkParameters("asgd", x, config, state);
  const { eta0 = 1e-4, lambda = 1e-4, alpha = 0.75, t0 = 1e6 } = config;
  checkSetting("asgd", "eta0", eta0);
  checkSetting("asgd", "lambda", lambda);
  checkSetting("asgd", "alpha", alpha);
  checkSetting("asgd", "t0", t0);

  const ax = state.ax ?? zerosLike(x);
  checkCompanion("asgd", "state.ax", x, ax);
  const t = countOf("asgd", "state.t", state.t), size = stepSize("asgd", eta0 / (1 + lambda * eta0 * t) ** alpha);
  const [loss, gradient] = evaluateAt("asgd", feval, x);
  const scalars = scalarsOf(state, 3);
  setScalar(scalars, 0, size);
  setScalar(scalars, 1, lambda);
  setScalar(scalars, 2, 1 / Math.max(1, t - t0));
  runStep(STEP, x, gradient, scalars, ax);
  state.ax = ax;
  state.t = t + 1;
  return [x, [loss], ax];
}
