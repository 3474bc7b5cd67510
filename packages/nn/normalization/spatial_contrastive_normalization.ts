import type { Tensor } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialDivisiveNormalization } from "./spatial_divisive_normalization.ts";
import { SpatialSubtractiveNormalization } from "./spatial_subtractive_normalization.ts";

/**
 * Subtracts the means of neighbourhoods, then divides by their standard deviations.
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output sized like it. Torch7:
 * `SpatialContrastiveNormalization.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialContrastiveNormalization } from "@taimatsu/nn";
 * import { ones, rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new SpatialContrastiveNormalization(3, ones([5, 5]));
 * assertEquals(layer.forward(rand([2, 3, 8, 8])).size(), [2, 3, 8, 8]);
 * ```
 */
export class SpatialContrastiveNormalization extends Sequential {
  /**
   * Creates the layer.
   *
   * @param nInputPlane Number of planes.
   * @param kernel Weights of the neighbourhood: [height, width], or [n] for both directions; sizes are odd. 9 × 9 ones unless given.
   * @param threshold Standard deviations up to this are replaced.
   * @param thresval What they are replaced by.
   * @throws {TypeError} If the kernel has other sizes, or its sum is 0.
   * @throws {RangeError} If a number is not finite.
   */
  constructor(
    nInputPlane = 1,
    kernel?: Tensor | null,
    threshold = 1e-4,
    thresval: number = threshold,
    options?: ModuleOptions,
  ) {
    super(options);
    this.add(new SpatialSubtractiveNormalization(nInputPlane, kernel, options));
    this.add(new SpatialDivisiveNormalization(nInputPlane, kernel, threshold, thresval, options));
  }

  /** Returns `nn.SpatialContrastiveNormalization`. */
  override toString(): string {
    return `nn.${this.constructor.name}`;
  }
}
