import { emptyLike, type Tensor } from "@taimatsu/tensor";
import { frame, skip } from "@taimatsu/tensor/native";
import {
  checkCompanion,
  checkParameters,
  checkSetting,
  countOf,
  evaluateAt,
  kernelsOf,
  numbersOn,
  putFlat,
  scalarsOf,
  setScalar,
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

/** Settings of {@linkcode sgd}. */
export interface SGDConfig {
  /** Step size; 0.001 by default. */
  learningRate?: number;
  /** The step size is divided by 1 + t · learningRateDecay after t steps; 0 by default. */
  learningRateDecay?: number;
  /** Adds this multiple of the parameters to the gradient; 0 by default. */
  weightDecay?: number;
  /** A weight decay for each parameter, in place of `weightDecay`. */
  weightDecays?: Tensor;
  /** Share of the last velocity that is kept; 0 by default. */
  momentum?: number;
  /** The gradient enters the velocity with the factor 1 − dampening; `momentum` by default, as in Torch7. */
  dampening?: number;
  /** Nesterov's momentum, which needs momentum > 0 and dampening 0; false by default. */
  nesterov?: boolean;
  /** A factor of the step size for each parameter. */
  learningRates?: Tensor;
}

/** What {@linkcode sgd} keeps from step to step. */
export interface SGDState {
  /** Number of steps done. */
  evalCounter?: number;
  /** The velocity. */
  dfdx?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of stochastic gradient descent, in place: g ← ∇f + weightDecay · x; v ← momentum · v + (1 − dampening) · g (v ← g at
 * first); x ← x − rate · v, or x − rate · (g + momentum · v) by Nesterov, with rate = learningRate / (1 + t · learningRateDecay).
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * Torch7: `sgd.lua`.
 *
 * @example Usage
 * ```ts
 * import { sgd } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // f(x) = x², whose gradient is 2 x
 * const x = tensor([1]), [, losses] = sgd((x) => [x.dot(x), mul(x, 2)], x, { learningRate: 0.1 });
 * assertClose(x, [0.8]);
 * assertClose(losses, [1]);
 * ```
 */
export function sgd(feval: Objective, x: Tensor, config: SGDConfig = {}, state: SGDState = config as SGDState): Step {
  checkParameters("sgd", x, config, state);
  const { learningRate = 1e-3, learningRateDecay = 0, weightDecay = 0, momentum = 0, weightDecays, learningRates } =
    config;
  const { dampening = momentum, nesterov = false } = config;
  checkSetting("sgd", "learningRate", learningRate);
  checkSetting("sgd", "learningRateDecay", learningRateDecay);
  checkSetting("sgd", "weightDecay", weightDecay);
  checkSetting("sgd", "momentum", momentum, 1);
  checkSetting("sgd", "dampening", dampening, 1);
  if (nesterov && (momentum === 0 || dampening !== 0)) {
    throw new RangeError(
      `Cannot run sgd: nesterov needs momentum above 0 and dampening 0 but they are ${momentum} and ${dampening}`,
    );
  }
  if (weightDecays !== undefined) checkCompanion("sgd", "weightDecays", x, weightDecays);
  if (learningRates !== undefined) checkCompanion("sgd", "learningRates", x, learningRates);

  const t = countOf("sgd", "state.evalCounter", state.evalCounter);
  const { device } = x.store, first = state.dfdx === undefined;
  const velocity = momentum === 0 ? undefined : state.dfdx ?? emptyLike(x);
  if (velocity !== undefined) checkCompanion("sgd", "state.dfdx", x, velocity);
  const [loss, gradient] = evaluateAt("sgd", feval, x);
  const scalars = scalarsOf(state, 6);
  setScalar(scalars, 0, learningRate / (1 + t * learningRateDecay));
  setScalar(scalars, 1, momentum);
  setScalar(scalars, 2, dampening);
  setScalar(scalars, 3, weightDecay);
  setScalar(scalars, 4, nesterov ? 1 : 0);
  setScalar(scalars, 5, +first);

  const numbers = numbersOn(device, scalars);
  putFlat(0, x);
  putFlat(1, gradient);
  if (velocity === undefined) skip(2);
  else putFlat(2, velocity);
  if (learningRates === undefined) skip(3);
  else putFlat(3, learningRates);
  if (weightDecays === undefined) skip(4);
  else putFlat(4, weightDecays);
  putFlat(5, numbers);
  const status = kernelsOf(device).tm_sgd(
    x.store.block.arg,
    gradient.store.block.arg,
    velocity === undefined ? null : velocity.store.block.arg,
    learningRates === undefined ? null : learningRates.store.block.arg,
    weightDecays === undefined ? null : weightDecays.store.block.arg,
    numbers.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
  if (velocity !== undefined) state.dfdx = velocity;
  state.evalCounter = t + 1;
  return [x, [loss]];
}
