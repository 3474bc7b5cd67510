import { checkFinite, checkOneOf, type Tensor } from "@taimatsu/tensor";
import { calculateGain, fansFor, type InitializerOptions, type Nonlinearity } from "./fans.ts";

/** Options of {@linkcode heUniform} and {@linkcode heNormal}. */
export interface HeOptions extends InitializerOptions {
  /** Whether signals keep their size forwards (`"fanIn"`, the default) or gradients backwards (`"fanOut"`). */
  mode?: "fanIn" | "fanOut";
  /** The function after the layer, which gives the gain unless that is given; `"relu"` by default. */
  nonlinearity?: Nonlinearity;
  /** Slope below 0 where that is `"leakyReLU"`; 0.01 by default. */
  slope?: number;
}

/** gain / √fan */
function deviation(caller: string, weight: Tensor, options: HeOptions): number {
  const { mode = "fanIn", nonlinearity = "relu", slope, gain = calculateGain(nonlinearity, slope) } = options;
  checkOneOf(caller, "mode", mode, ["fanIn", "fanOut"]);
  checkFinite(caller, "gain", gain);
  return gain / Math.sqrt(fansFor(caller, weight)[mode === "fanIn" ? 0 : 1]);
}

function source({ generator }: HeOptions): InitializerOptions | undefined {
  return generator && { generator };
}

/**
 * Draws weights from U(−s, s), s = gain √(3 / fan), where the gain is √2 for rectifiers: signals keep their size through many
 * layers. PyTorch's `kaiming_uniform_`.
 *
 * He et al., "Delving Deep into Rectifiers", 2015.
 *
 * @param weight Weights [outputs, inputs, …], changed in place.
 * @returns `weight`.
 * @throws {TypeError} If there are fewer than 2 dimensions.
 *
 * @example Usage
 * ```ts
 * import { init, SpatialConvolution } from "@taimatsu/nn";
 * import { assert } from "@std/assert";
 *
 * const { weight } = new SpatialConvolution(6, 8, 3, 3);
 * assert(init.heUniform(weight).max() <= Math.sqrt(6 / 54));
 * ```
 */
export function heUniform(weight: Tensor, options: HeOptions = {}): Tensor {
  const s = Math.sqrt(3) * deviation("heUniform", weight, options);
  return weight.uniform(-s, s, source(options));
}

/**
 * Draws weights from a normal distribution with mean 0 and standard deviation gain / √fan; see {@linkcode heUniform}. PyTorch's
 * `kaiming_normal_`.
 *
 * @param weight Weights [outputs, inputs, …], changed in place.
 * @returns `weight`.
 * @throws {TypeError} If there are fewer than 2 dimensions.
 *
 * @example Usage
 * ```ts
 * import { init, SpatialConvolution } from "@taimatsu/nn";
 * import { assert } from "@std/assert";
 *
 * const { weight } = new SpatialConvolution(6, 8, 3, 3);
 * assert(init.heNormal(weight, { mode: "fanOut" }).std() < 0.25);
 * ```
 */
export function heNormal(weight: Tensor, options: HeOptions = {}): Tensor {
  return weight.normal(0, deviation("heNormal", weight, options), source(options));
}
