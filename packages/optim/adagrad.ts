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
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

const STEP = op("step", "adagrad");

/** Settings of {@linkcode adagrad}. */
export interface AdagradConfig {
  /** Step size; 0.001 by default. */
  learningRate?: number;
  /** The step size is divided by 1 + t · learningRateDecay after t steps; 0 by default. */
  learningRateDecay?: number;
  /** Adds this multiple of the parameters to the gradient; 0 by default. */
  weightDecay?: number;
  /** Added to the root of the sum, which Torch7 does not let choose; 1e-10 by default. */
  epsilon?: number;
}

/** What {@linkcode adagrad} keeps from step to step. */
export interface AdagradState {
  /** Number of steps done. */
  evalCounter?: number;
  /** Sum of the squared gradients. */
  paramVariance?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of Adagrad, in place: g ← ∇f + weightDecay · x; s ← s + g²; x ← x − rate · g / (√s + ε), with
 * rate = learningRate / (1 + t · learningRateDecay).
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * J. Duchi, E. Hazan, Y. Singer, _Adaptive subgradient methods for online learning and stochastic optimization_, JMLR 2011.
 * Torch7: `adagrad.lua`.
 *
 * @example Usage
 * ```ts
 * import { adagrad } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // The first step has the length of the learning rate, whatever the gradient.
 * const x = tensor([1]), config = { learningRate: 0.1 };
 * adagrad((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.9]);
 * ```
 */
export function adagrad(
  feval: Objective,
  x: Tensor,
  config: AdagradConfig = {},
  state: AdagradState = config as AdagradState,
): Step {
  checkParameters("adagrad", x, config, state);
  const { learningRate = 1e-3, learningRateDecay = 0, weightDecay = 0, epsilon = 1e-10 } = config;
  checkSetting("adagrad", "learningRate", learningRate);
  checkSetting("adagrad", "learningRateDecay", learningRateDecay);
  checkSetting("adagrad", "weightDecay", weightDecay);
  checkSetting("adagrad", "epsilon", epsilon);

  const variance = state.paramVariance ?? zerosLike(x);
  checkCompanion("adagrad", "state.paramVariance", x, variance);
  const t = countOf("adagrad", "state.evalCounter", state.evalCounter);
  const [loss, gradient] = evaluateAt("adagrad", feval, x);
  const scalars = scalarsOf(state, 3);
  setScalar(scalars, 0, learningRate / (1 + t * learningRateDecay));
  setScalar(scalars, 1, epsilon);
  setScalar(scalars, 2, weightDecay);
  runStep(STEP, x, gradient, scalars, variance);
  state.paramVariance = variance;
  state.evalCounter = t + 1;
  return [x, [loss]];
}
