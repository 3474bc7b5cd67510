import { checkFinite, checkInteger, checkRange, type Tensor, zerosLike } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { checkCompanion, checkParameters, checkSetting, evaluateAt, runStep, scalarsOf, setScalar } from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

const STEP = op("step", "rprop");

/** Settings of {@linkcode rprop}. */
export interface RpropConfig {
  /** Size of the first step of each parameter; 0.1 by default. */
  stepsize?: number;
  /** Factor of the step while the gradient keeps its sign, at least 1; 1.2 by default. */
  etaplus?: number;
  /** Factor of the step when the sign flips, at most 1; 0.5 by default. */
  etaminus?: number;
  /** The largest step; 50 by default. */
  stepsizemax?: number;
  /** The smallest step; 1e-6 by default. */
  stepsizemin?: number;
  /** Number of steps of a call; 1 by default. */
  niter?: number;
}

/** What {@linkcode rprop} keeps from step to step. */
export interface RpropState {
  /** The last gradient; 0 where its sign had flipped. */
  delta?: Tensor;
  /** Size of the step of each parameter; Torch7 calls it `stepsize`, like the setting. */
  stepsizes?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * Steps of resilient backpropagation, in place, which go by the sign of the gradient alone: the step of a parameter grows by
 * `etaplus` while its gradient keeps the sign and shrinks by `etaminus` when it flips, in which case the parameter rests once. It wants
 * the gradient of all samples. If the objective fails, the steps of this call that were done before stay done.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the values before each step.
 * @throws {RangeError} If a setting is NaN or outside its range.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * M. Riedmiller, H. Braun, _A direct adaptive method for faster backpropagation learning: the RPROP algorithm_, ICNN 1993.
 * Torch7: `rprop.lua`.
 *
 * @example Usage
 * ```ts
 * import { rprop } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // Steps of 0.1 and 0.12, whatever the gradient.
 * const x = tensor([1]), config = { niter: 2 };
 * rprop((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.78]);
 * ```
 */
export function rprop(
  feval: Objective,
  x: Tensor,
  config: RpropConfig = {},
  state: RpropState = config as RpropState,
): Step {
  checkParameters("rprop", x, config, state);
  const { stepsize = 0.1, etaplus = 1.2, etaminus = 0.5, stepsizemax = 50, stepsizemin = 1e-6, niter = 1 } = config;
  checkSetting("rprop", "stepsize", stepsize);
  checkSetting("rprop", "stepsizemax", stepsizemax);
  checkFinite("rprop", "etaplus", etaplus);
  checkRange("rprop", "etaplus", etaplus, 1, Infinity);
  checkSetting("rprop", "etaminus", etaminus, 1);
  checkSetting("rprop", "stepsizemin", stepsizemin, stepsizemax);
  checkInteger("rprop", "niter", niter, 1);

  const losses: number[] = [];
  for (let k = 0; k < niter; k++) {
    const delta = state.delta ?? zerosLike(x), stepsizes = state.stepsizes ?? zerosLike(x).fill(stepsize);
    checkCompanion("rprop", "state.delta", x, delta);
    checkCompanion("rprop", "state.stepsizes", x, stepsizes);
    const [loss, gradient] = evaluateAt("rprop", feval, x);
    const scalars = scalarsOf(state, 4);
    setScalar(scalars, 0, etaplus);
    setScalar(scalars, 1, etaminus);
    setScalar(scalars, 2, stepsizemin);
    setScalar(scalars, 3, stepsizemax);
    runStep(STEP, x, gradient, scalars, delta, stepsizes);
    state.delta = delta;
    state.stepsizes = stepsizes;
    losses.push(loss);
  }
  return [x, losses];
}
