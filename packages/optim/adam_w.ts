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

const STEP = op("step", "adamW");

/** Settings of {@linkcode adamW}. */
export interface AdamWConfig {
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
  /** Each step takes rate · weightDecay of the parameters away; 0.01 by default. */
  weightDecay?: number;
  /** Divides by the largest mean square so far rather than by the last; false by default. */
  amsgrad?: boolean;
}

/** What {@linkcode adamW} keeps from step to step. */
export interface AdamWState {
  /** Number of steps done. */
  t?: number;
  /** Running mean of the gradient. */
  m?: Tensor;
  /** Running mean of the squared gradient. */
  v?: Tensor;
  /** Largest of the running means of the squared gradient, with `amsgrad`. */
  vmax?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of Adam with decoupled weight decay, in place: m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
 * x ← (1 − rate · weightDecay) x − rate / (1 − β₁ᵗ) · m / (√(v / (1 − β₂ᵗ)) + ε), with rate = learningRate / (1 + (t − 1) ·
 * learningRateDecay). The weight decay does not enter the running means, unlike that of `adam`, and ε is added after the bias
 * correction, as in PyTorch.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * I. Loshchilov, F. Hutter, _Decoupled weight decay regularization_, ICLR 2019. S. J. Reddi, S. Kale, S. Kumar, _On the convergence of
 * Adam and beyond_, ICLR 2018 (amsgrad).
 *
 * @example Usage
 * ```ts
 * import { adamW } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // A twentieth is taken away, and then a step of the length of the learning rate.
 * const x = tensor([1]), config = { learningRate: 0.1, weightDecay: 0.5 };
 * adamW((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.85]);
 * ```
 */
export function adamW(
  feval: Objective,
  x: Tensor,
  config: AdamWConfig = {},
  state: AdamWState = config as AdamWState,
): Step {
  checkParameters("adamW", x, config, state);
  const { learningRate = 1e-3, learningRateDecay = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } =
    config;
  checkMomentSettings("adamW", learningRate, learningRateDecay, beta1, beta2, epsilon, weightDecay);

  const m = state.m ?? zerosLike(x), v = state.v ?? zerosLike(x);
  const largest = config.amsgrad ? state.vmax ?? zerosLike(x) : undefined;
  checkCompanion("adamW", "state.m", x, m);
  checkCompanion("adamW", "state.v", x, v);
  if (largest !== undefined) checkCompanion("adamW", "state.vmax", x, largest);
  const t = countOf("adamW", "state.t", state.t) + 1, rate = learningRate / (1 + (t - 1) * learningRateDecay);
  const size = stepSize("adamW", rate / (1 - beta1 ** t));
  const [loss, gradient] = evaluateAt("adamW", feval, x);
  const scalars = scalarsOf(state, 6);
  setScalar(scalars, 0, size);
  setScalar(scalars, 1, beta1);
  setScalar(scalars, 2, beta2);
  setScalar(scalars, 3, epsilon);
  setScalar(scalars, 4, rate * weightDecay);
  setScalar(scalars, 5, 1 / Math.sqrt(1 - beta2 ** t));
  runStep(STEP, x, gradient, scalars, m, v, largest);
  state.m = m;
  state.v = v;
  if (largest !== undefined) state.vmax = largest;
  state.t = t;
  return [x, [loss]];
}
