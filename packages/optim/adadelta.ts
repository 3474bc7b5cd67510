import { type Tensor, zerosLike } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import {
  checkCompanion,
  checkParameters,
  checkSetting,
  checkShare,
  countOf,
  evaluateAt,
  runStep,
  scalarsOf,
  setScalar,
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

const STEP = op("step", "adadelta");

/** Settings of {@linkcode adadelta}. */
export interface AdadeltaConfig {
  /** Share of the running means that is kept; 0.9 by default. */
  rho?: number;
  /** Added to both running means below their roots; 1e-6 by default. */
  eps?: number;
  /** Factor of the step, which Torch7 lacks; 1 by default. */
  learningRate?: number;
  /** Adds this multiple of the parameters to the gradient; 0 by default. */
  weightDecay?: number;
}

/** What {@linkcode adadelta} keeps from step to step. */
export interface AdadeltaState {
  /** Number of steps done. */
  evalCounter?: number;
  /** Running mean of the squared gradient. */
  paramVariance?: Tensor;
  /** Running mean of the squared step. */
  accDelta?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of Adadelta, in place: g ← ∇f + weightDecay · x; s ← ρ s + (1 − ρ) g²; δ = √(d + ε) / √(s + ε) · g; d ← ρ d + (1 − ρ) δ²;
 * x ← x − learningRate · δ.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * M. D. Zeiler, _ADADELTA: an adaptive learning rate method_, 2012. Torch7: `adadelta.lua`.
 *
 * @example Usage
 * ```ts
 * import { adadelta } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // s = 4 / 4, and the step is √1 / √2 of the gradient.
 * const x = tensor([1]), config = { rho: 0.75, eps: 1 };
 * adadelta((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [1 - Math.SQRT2]);
 * ```
 */
export function adadelta(
  feval: Objective,
  x: Tensor,
  config: AdadeltaConfig = {},
  state: AdadeltaState = config as AdadeltaState,
): Step {
  checkParameters("adadelta", x, config, state);
  const { rho = 0.9, eps = 1e-6, learningRate = 1, weightDecay = 0 } = config;
  checkSetting("adadelta", "eps", eps);
  checkSetting("adadelta", "learningRate", learningRate);
  checkSetting("adadelta", "weightDecay", weightDecay);
  checkShare("adadelta", "rho", rho);

  const variance = state.paramVariance ?? zerosLike(x), steps = state.accDelta ?? zerosLike(x);
  checkCompanion("adadelta", "state.paramVariance", x, variance);
  checkCompanion("adadelta", "state.accDelta", x, steps);
  const t = countOf("adadelta", "state.evalCounter", state.evalCounter);
  const [loss, gradient] = evaluateAt("adadelta", feval, x);
  const scalars = scalarsOf(state, 4);
  setScalar(scalars, 0, learningRate);
  setScalar(scalars, 1, rho);
  setScalar(scalars, 2, eps);
  setScalar(scalars, 3, weightDecay);
  runStep(STEP, x, gradient, scalars, variance, steps);
  state.paramVariance = variance;
  state.accDelta = steps;
  state.evalCounter = t + 1;
  return [x, [loss]];
}
