import type { ModuleOptions } from "../options.ts";
import { UpSampler } from "./up_sampler.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { upSamplingForm } from "../files/up_sampling_form.ts";

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
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = upSamplingForm(
    4,
    (scale, _mode, options) => new SpatialUpSamplingNearest(scale as number, options),
  );

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
