import { checkFinite, type Tensor } from "@taimatsu/tensor";
import { fansFor, type InitializerOptions } from "./fans.ts";

/** √(2 / (fanIn + fanOut)), times the gain. */
function deviation(caller: string, weight: Tensor, gain: number): number {
  checkFinite(caller, "gain", gain);
  const [fanIn, fanOut] = fansFor(caller, weight);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * Draws weights from U(−s, s), s = gain √(6 / (fanIn + fanOut)): signals keep their size forwards and backwards.
 *
 * Glorot and Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural Networks", 2010.
 *
 * @param weight Weights [outputs, inputs, …], changed in place.
 * @returns `weight`.
 * @throws {TypeError} If there are fewer than 2 dimensions.
 *
 * @example Usage
 * ```ts
 * import { init, Linear } from "@taimatsu/nn";
 * import { assert } from "@std/assert";
 *
 * const { weight } = new Linear(40, 20);
 * assert(init.xavierUniform(weight).max() <= Math.sqrt(6 / 60));
 * ```
 */
export function xavierUniform(weight: Tensor, { gain = 1, ...options }: InitializerOptions = {}): Tensor {
  const s = Math.sqrt(3) * deviation("xavierUniform", weight, gain);
  return weight.uniform(-s, s, options);
}

/**
 * Draws weights from a normal distribution with mean 0 and standard deviation gain √(2 / (fanIn + fanOut)); see
 * {@linkcode xavierUniform}.
 *
 * @param weight Weights [outputs, inputs, …], changed in place.
 * @returns `weight`.
 * @throws {TypeError} If there are fewer than 2 dimensions.
 *
 * @example Usage
 * ```ts
 * import { init, Linear } from "@taimatsu/nn";
 * import { assert } from "@std/assert";
 *
 * assert(init.xavierNormal(new Linear(40, 20).weight).std() < 0.25);
 * ```
 */
export function xavierNormal(weight: Tensor, { gain = 1, ...options }: InitializerOptions = {}): Tensor {
  return weight.normal(0, deviation("xavierNormal", weight, gain), options);
}
