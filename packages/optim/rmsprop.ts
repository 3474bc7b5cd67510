import { type Tensor, zerosLike } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import {
  checkCompanion,
  checkParameters,
  checkSetting,
  checkShare,
  evaluateAt,
  runStep,
  scalarsOf,
  setScalar,
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

const STEP = op("step", "rmsprop");

/** Settings of {@linkcode rmsprop}. */
export interface RMSpropConfig {
  /** Step size; 0.01 by default. */
  learningRate?: number;
  /** Share of the mean squared gradient that is kept; 0.99 by default. */
  alpha?: number;
  /** Added to the root of the mean squared gradient; 1e-8 by default. */
  epsilon?: number;
  /** Adds this multiple of the parameters to the gradient; 0 by default. */
  weightDecay?: number;
  /** What the mean squared gradient is before the first step; 0 by default. */
  initialMean?: number;
}

/** What {@linkcode rmsprop} keeps from step to step. */
export interface RMSpropState {
  /** Running mean of the squared gradient. */
  m?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of RMSprop, in place: g ← ∇f + weightDecay · x; m ← α m + (1 − α) g²; x ← x − learningRate · g / (√m + ε).
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * T. Tieleman, G. Hinton, _Lecture 6.5 – RMSProp_, Coursera 2012. Torch7: `rmsprop.lua`.
 *
 * @example Usage
 * ```ts
 * import { rmsprop } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // The gradient is 2 and the root of its mean square is 1.
 * const x = tensor([1]), config = { learningRate: 0.1, alpha: 0.75 };
 * rmsprop((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.8]);
 * ```
 */
export function rmsprop(
  feval: Objective,
  x: Tensor,
  config: RMSpropConfig = {},
  state: RMSpropState = config as RMSpropState,
): Step {
  checkParameters("rmsprop", x, config, state);
  const { learningRate = 1e-2, alpha = 0.99, epsilon = 1e-8, weightDecay = 0, initialMean = 0 } = config;
  checkSetting("rmsprop", "learningRate", learningRate);
  checkSetting("rmsprop", "epsilon", epsilon);
  checkSetting("rmsprop", "weightDecay", weightDecay);
  checkSetting("rmsprop", "initialMean", initialMean);
  checkShare("rmsprop", "alpha", alpha);

  const m = state.m ?? zerosLike(x).fill(initialMean);
  checkCompanion("rmsprop", "state.m", x, m);
  const [loss, gradient] = evaluateAt("rmsprop", feval, x);
  const scalars = scalarsOf(state, 4);
  setScalar(scalars, 0, learningRate);
  setScalar(scalars, 1, alpha);
  setScalar(scalars, 2, epsilon);
  setScalar(scalars, 3, weightDecay);
  runStep(STEP, x, gradient, scalars, m);
  state.m = m;
  return [x, [loss]];
}
