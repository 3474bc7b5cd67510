import { type Tensor, zerosLike } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { checkObject } from "./check_object.ts";
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

const STEP = op("step", "nag"), AHEAD = op("step", "nagAhead");

/** Settings of {@linkcode nag}. */
export interface NAGConfig {
  /** Step size; 0.001 by default. */
  learningRate?: number;
  /** The step size is divided by 1 + t · learningRateDecay after t steps; 0 by default. */
  learningRateDecay?: number;
  /** Adds this multiple of the parameters to the gradient; 0 by default. */
  weightDecay?: number;
  /** Share of the velocity that is kept, above 0; 0.9 by default. */
  momentum?: number;
  /** A factor of the step size for each parameter. */
  learningRates?: Tensor;
}

/** What {@linkcode nag} keeps from step to step. */
export interface NAGState {
  /** Number of steps done. */
  evalCounter?: number;
  /** The velocity. */
  dfdx?: Tensor;
  /** The parameters before they were moved ahead. */
  before?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
  /** The momentum, where the parameters are moved ahead. */
  ahead?: { scalars?: Tensor };
}

/**
 * A step of Nesterov's accelerated gradient, in place: x ← x + momentum · v; g ← ∇f(x) + weightDecay · x there;
 * v ← momentum · v − rate · g; x ← x − rate · g, with rate = learningRate / (1 + t · learningRateDecay). The objective is called with
 * the parameters moved ahead; if it fails they are put back.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * I. Sutskever, J. Martens, G. Dahl, G. Hinton, _On the importance of initialization and momentum in deep learning_, ICML 2013.
 * Torch7: `nag.lua`.
 *
 * @example Usage
 * ```ts
 * import { nag } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // The first step has no velocity: it is one of gradient descent.
 * const x = tensor([1]), config = { learningRate: 0.1, momentum: 0.5 };
 * nag((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.8]);
 * ```
 */
export function nag(feval: Objective, x: Tensor, config: NAGConfig = {}, state: NAGState = config as NAGState): Step {
  checkParameters("nag", x, config, state);
  const { learningRate = 1e-3, learningRateDecay = 0, weightDecay = 0, momentum = 0.9, learningRates } = config;
  checkSetting("nag", "learningRate", learningRate);
  checkSetting("nag", "learningRateDecay", learningRateDecay);
  checkSetting("nag", "weightDecay", weightDecay);
  checkSetting("nag", "momentum", momentum, 1);
  if (momentum === 0) throw new RangeError("Cannot run nag: momentum must be above 0 but is 0");
  if (learningRates !== undefined) checkCompanion("nag", "learningRates", x, learningRates);
  if (state.dfdx !== undefined) checkCompanion("nag", "state.dfdx", x, state.dfdx);
  if (state.ahead !== undefined) checkObject("nag", "state.ahead", state.ahead);
  const t = countOf("nag", "state.evalCounter", state.evalCounter);

  const [loss, gradient] = state.dfdx === undefined
    ? evaluateAt("nag", feval, x)
    : evaluateAhead(feval, x, state.dfdx, momentum, state);
  const velocity = state.dfdx ?? zerosLike(x);
  const scalars = scalarsOf(state, 3);
  setScalar(scalars, 0, learningRate / (1 + t * learningRateDecay));
  setScalar(scalars, 1, momentum);
  setScalar(scalars, 2, weightDecay);
  runStep(STEP, x, gradient, scalars, velocity, learningRates);
  state.before ??= zerosLike(x);
  (state.ahead ??= {}).scalars ??= scalarsOf(state.ahead, 1);
  state.dfdx = velocity;
  state.evalCounter = t + 1;
  return [x, [loss]];
}

/** Asks for the gradient where the velocity leads; if that fails the parameters are what they were. */
function evaluateAhead(
  feval: Objective,
  x: Tensor,
  velocity: Tensor,
  momentum: number,
  state: NAGState,
): readonly [number, Tensor] {
  const before = state.before ??= zerosLike(x), scalars = scalarsOf(state.ahead ??= {}, 1);
  checkCompanion("nag", "state.before", x, before);
  setScalar(scalars, 0, momentum);
  runStep(AHEAD, x, velocity, scalars, before);
  try {
    return evaluateAt("nag", feval, x);
  } catch (error) {
    x.copy(before);
    throw error;
  }
}
