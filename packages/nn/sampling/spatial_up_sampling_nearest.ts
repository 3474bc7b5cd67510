import type { ModuleOptions } from "../options.ts";
import { UpSampler } from "./up_sampler.ts";

/**
 * Up-sampling of images where each element is copied scale × scale times.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with height and width times `scale`. Torch7:
 * `SpatialUpSamplingNearest.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialUpSamplingNearest } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SpatialUpSamplingNearest(2).forward(tensor([[[1, 3]]])).toArray(), [[[1, 1, 3, 3], [1, 1, 3, 3]]]);
 * ```
 */
export class SpatialUpSamplingNearest extends UpSampler {
  /**
   * Creates the layer.
   *
   * @param scale The factor of height and width.
   * @throws {RangeError} If it is no integer from 1.
   */
  constructor(scale: number, options?: ModuleOptions) {
    super(2, scale, "nearest", options);
  }

  /** Returns the factor. */
  override toString(): string {
    return `${super.toString()}(${this.scaleFactor})`;
  }
}
