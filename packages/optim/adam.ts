import { type Tensor, zerosLike } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import {
  checkCompanion,
  checkMomentSettings,
  checkParameters,
  countOf,
  evaluateAt,
  runStep,
  scalarsOf,
  setScalar,
  stepSize,
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

const STEP = op("step", "adam");

/** Settings of {@linkcode adam}. */
export interface AdamConfig {
  /** Step size; 0.001 by default. */
  learningRate?: number;
  /** The step size is divided by 1 + t · learningRateDecay after t steps; 0 by default. */
  learningRateDecay?: number;
  /** Share of the mean gradient that is kept; 0.9 by default. */
  beta1?: number;
  /** Share of the mean squared gradient that is kept; 0.999 by default. */
  beta2?: number;
  /** Added to the root of the mean squared gradient; 1e-8 by default. */
  epsilon?: number;
  /** Adds this multiple of the parameters to the gradient; 0 by default. */
  weightDecay?: number;
}

/** What {@linkcode adam} keeps from step to step. */
export interface AdamState {
  /** Number of steps done. */
  t?: number;
  /** Running mean of the gradient. */
  m?: Tensor;
  /** Running mean of the squared gradient. */
  v?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of Adam, in place: g ← ∇f + weightDecay · x; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
 * x ← x − rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε), with rate = learningRate / (1 + (t − 1) · learningRateDecay).
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * D. P. Kingma, J. Ba, _Adam: a method for stochastic optimization_, ICLR 2015. Torch7: `adam.lua`.
 *
 * @example Usage
 * ```ts
 * import { adam } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // The first step has the length of the learning rate, whatever the gradient.
 * const x = tensor([1]), config = { learningRate: 0.1 };
 * adam((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.9]);
 * ```
 */
export function adam(
  feval: Objective,
  x: Tensor,
  config: AdamConfig = {},
  state: AdamState = config as AdamState,
): Step {
  checkParameters("adam", x, config, state);
  const { learningRate = 1e-3, learningRateDecay = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } =
    config;
  checkMomentSettings("adam", learningRate, learningRateDecay, beta1, beta2, epsilon, weightDecay);

  const m = state.m ?? zerosLike(x), v = state.v ?? zerosLike(x);
  checkCompanion("adam", "state.m", x, m);
  checkCompanion("adam", "state.v", x, v);
  const t = countOf("adam", "state.t", state.t) + 1, rate = learningRate / (1 + (t - 1) * learningRateDecay);
  const size = stepSize("adam", rate * Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t));
  const [loss, gradient] = evaluateAt("adam", feval, x);
  const scalars = scalarsOf(state, 5);
  setScalar(scalars, 0, size);
  setScalar(scalars, 1, beta1);
  setScalar(scalars, 2, beta2);
  setScalar(scalars, 3, epsilon);
  setScalar(scalars, 4, weightDecay);
  runStep(STEP, x, gradient, scalars, m, v);
  state.m = m;
  state.v = v;
  state.t = t;
  return [x, [loss]];
}
