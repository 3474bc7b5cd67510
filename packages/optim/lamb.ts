import { checkInteger, describe, isTensor, type Tensor, tensor, zerosLike } from "@taimatsu/tensor";
import { frame } from "@taimatsu/tensor/native";
import {
  checkCompanion,
  checkMomentSettings,
  checkParameters,
  countOf,
  evaluateAt,
  kernelsOf,
  numbersOn,
  putFlat,
  scalarsOf,
  setScalar,
} from "./kernels.ts";
import type { Objective, Step } from "./objective.ts";

/** Settings of {@linkcode lamb}. */
export interface LAMBConfig {
  /** Step size; 0.001 by default. */
  learningRate?: number;
  /** The step size is divided by 1 + t · learningRateDecay after t steps; 0 by default. */
  learningRateDecay?: number;
  /** Share of the mean gradient that is kept; 0.9 by default. */
  beta1?: number;
  /** Share of the mean squared gradient that is kept; 0.999 by default. */
  beta2?: number;
  /** Added to the root of the mean squared gradient; 1e-6 by default. */
  epsilon?: number;
  /** The direction holds this multiple of the parameters; 0.01 by default. */
  weightDecay?: number;
  /**
   * Number of elements of each layer, in the order in which they lie in the parameters. All parameters are one layer unless given;
   * those of a net are `net.parameters()[0].map((weight) => weight.nElement())`.
   */
  sizes?: readonly number[];
}

/** What {@linkcode lamb} keeps from step to step. */
export interface LAMBState {
  /** Number of steps done. */
  t?: number;
  /** Running mean of the gradient. */
  m?: Tensor;
  /** Running mean of the squared gradient. */
  v?: Tensor;
  /** The sizes of the layers, on the parameters' device. */
  layers?: Tensor;
  /** The numbers of the current step, on the parameters' device. */
  scalars?: Tensor;
}

/**
 * A step of LAMB, Adam with a step size for each layer, in place: m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
 * r = m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε) + weightDecay · x; x ← x − rate · |x| / |r| · r, with the norms of each layer, and
 * rate = learningRate / (1 + (t − 1) · learningRateDecay). Where a norm is 0 the factor |x| / |r| is 1.
 *
 * @param feval Returns the value and the gradient at `x`.
 * @param x The parameters: contiguous, float32 or float64.
 * @param config Settings.
 * @param state What is kept; `config` itself unless given, as in Torch7.
 * @returns `x` and the value before the step.
 * @throws {RangeError} If a setting is NaN or outside its range, or the sizes do not add up to the number of parameters.
 * @throws {TypeError} If a size or dtype does not fit the parameters.
 *
 * Y. You et al., _Large batch optimization for deep learning: training BERT in 76 minutes_, 2019, algorithm 2.
 *
 * @example Usage
 * ```ts
 * import { lamb } from "@taimatsu/optim";
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // Each layer moves by the learning rate times its own norm.
 * const x = tensor([1, 100]), config = { learningRate: 0.1, sizes: [1, 1] };
 * lamb((x) => [x.dot(x), mul(x, 2)], x, config);
 * assertClose(x, [0.9, 90]);
 * ```
 */
export function lamb(
  feval: Objective,
  x: Tensor,
  config: LAMBConfig = {},
  state: LAMBState = config as LAMBState,
): Step {
  checkParameters("lamb", x, config, state);
  const { learningRate = 1e-3, learningRateDecay = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-6, weightDecay = 0.01 } =
    config;
  checkMomentSettings("lamb", learningRate, learningRateDecay, beta1, beta2, epsilon, weightDecay);
  if (config.sizes !== undefined) checkSizes(config.sizes, x.count);

  const { device } = x.store;
  const m = state.m ?? zerosLike(x), v = state.v ?? zerosLike(x);
  checkCompanion("lamb", "state.m", x, m);
  checkCompanion("lamb", "state.v", x, v);
  const t = countOf("lamb", "state.t", state.t) + 1;
  const [loss, gradient] = evaluateAt("lamb", feval, x);
  const scalars = scalarsOf(state, 7), layers = layersOf(state, config.sizes, x.count);
  setScalar(scalars, 0, learningRate / (1 + (t - 1) * learningRateDecay));
  setScalar(scalars, 1, beta1);
  setScalar(scalars, 2, beta2);
  setScalar(scalars, 3, epsilon);
  setScalar(scalars, 4, weightDecay);
  setScalar(scalars, 5, 1 / (1 - beta1 ** t));
  setScalar(scalars, 6, 1 / Math.sqrt(1 - beta2 ** t));

  const numbers = numbersOn(x.device, scalars);
  putFlat(0, x);
  putFlat(1, gradient);
  putFlat(2, m);
  putFlat(3, v);
  putFlat(4, layers);
  putFlat(5, numbers);
  const status = kernelsOf(device).tm_lamb(
    x.store.block.arg,
    gradient.store.block.arg,
    m.store.block.arg,
    v.store.block.arg,
    layers.store.block.arg,
    numbers.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
  state.m = m;
  state.v = v;
  state.t = t;
  return [x, [loss]];
}

function checkSizes(sizes: readonly number[], count: number): void {
  if (!Array.isArray(sizes)) throw new TypeError(`Cannot run lamb: sizes must be a list but is ${describe(sizes)}`);
  let total = 0;
  for (let k = 0; k < sizes.length; k++) {
    checkInteger("lamb", `sizes[${k}]`, sizes[k]!, 0);
    total += sizes[k]!;
  }
  if (total !== count) throw new RangeError(`Cannot run lamb: sizes must add up to ${count} but add up to ${total}`);
}

/** Returns the sizes of the layers as a tensor, which is made anew only when they change. */
function layersOf(state: LAMBState, sizes: readonly number[] | undefined, count: number): Tensor {
  const { layers } = state, n = sizes === undefined ? 1 : sizes.length;
  let same = isTensor(layers) && layers.dim() === 1 && layers.dtype === "int64" && layers.count === n;
  for (let k = 0; same && k < n; k++) same = layers!.get(k) === (sizes === undefined ? count : sizes[k]);
  return same ? layers! : state.layers = tensor([...(sizes ?? [count])], { dtype: "int64" });
}
