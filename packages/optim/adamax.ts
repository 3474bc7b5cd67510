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
  stepSize,
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

const STEP = op("step", "adamax");

/** Settings of {@linkcode adamax}. */
export interface AdamaxConfig {
  /** Step size; 0.002 by default. */
  learningRate?: number;
  /** Share of the mean gradient that is kept; 0.9 by default. */
  beta1?: number;
  /** Share of the largest gradient that is kept; 0.999 by default. */
  beta2?: number;
  /**
   * Added to the size of the gradient; 1e-38 by default. Below the normal numbers of the dtype (1.2e-38 in float32) the smallest of
   * them is taken.
   */
  epsilon?: number;
  /** Adds this multiple of the parameters to the gradient; 0 by default. */
  weightDecay?: number;
}

/** What {@linkcode adamax} keeps from step to step. */
export interface AdamaxState {
  /** Number of steps done. */
  t?: number;
  /** Running mean of the gradient. */
  m?: Tensor;
  /** Size of the largest gradient, which decays. */
  u?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of Adamax, in place: g ← ∇f + weightDecay · x; m ← β₁ m + (1 − β₁) g; u ← max(β₂ u, |g| + ε);
 * x ← x − learningRate / (1 − β₁ᵗ) · m / u.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * D. P. Kingma, J. Ba, _Adam: a method for stochastic optimization_, ICLR 2015, section 7.1. Torch7: `adamax.lua`.
 *
 * @example Usage
 * ```ts
 * import { adamax } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // The first step has the length of the learning rate, whatever the gradient.
 * const x = tensor([1]), config = { learningRate: 0.1 };
 * adamax((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.9]);
 * ```
 */
export function adamax(
  feval: Objective,
  x: Tensor,
  config: AdamaxConfig = {},
  state: AdamaxState = config as AdamaxState,
): Step {
  checkParameters("adamax", x, config, state);
  const { learningRate = 2e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-38, weightDecay = 0 } = config;
  checkSetting("adamax", "learningRate", learningRate);
  checkSetting("adamax", "epsilon", epsilon);
  checkSetting("adamax", "weightDecay", weightDecay);
  checkShare("adamax", "beta1", beta1);
  checkShare("adamax", "beta2", beta2);

  const m = state.m ?? zerosLike(x), u = state.u ?? zerosLike(x);
  checkCompanion("adamax", "state.m", x, m);
  checkCompanion("adamax", "state.u", x, u);
  const t = countOf("adamax", "state.t", state.t) + 1, size = stepSize("adamax", learningRate / (1 - beta1 ** t));
  const [loss, gradient] = evaluateAt("adamax", feval, x);
  const scalars = scalarsOf(state, 5);
  setScalar(scalars, 0, size);
  setScalar(scalars, 1, beta1);
  setScalar(scalars, 2, beta2);
  setScalar(scalars, 3, epsilon);
  setScalar(scalars, 4, weightDecay);
  runStep(STEP, x, gradient, scalars, m, u);
  state.m = m;
  state.u = u;
  state.t = t;
  return [x, [loss]];
}
