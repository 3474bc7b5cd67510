import { UpSampler, type UpSamplingOptions, type UpSamplingSize } from "./up_sampler.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { upSamplingForm } from "../files/up_sampling_form.ts";

/**
 * Up-sampling of images, linear between the elements along height and width.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with height and width times the factor, or with
 * oheight rows and owidth columns. Unless `alignCorners` is false the corners stay in place: element i of m lies at i (n − 1) / (m − 1) among the n of the input.
 * Torch7: `SpatialUpSamplingBilinear.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialUpSamplingBilinear } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([[[1, 3], [5, 7]]]);
 * assertClose(new SpatialUpSamplingBilinear({ owidth: 3, oheight: 3 }).forward(x), [[[1, 2, 3], [3, 4, 5], [5, 6, 7]]]);
 * ```
 */
export class SpatialUpSamplingBilinear extends UpSampler {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = upSamplingForm(
    4,
    (scale, _mode, options) => new SpatialUpSamplingBilinear(scale, options),
  );

  /**
   * Creates the layer.
   *
   * @param scale The factor of height and width, or the sizes of the output.
   * @throws {RangeError} If the factor or a size is no integer from 1.
   */
  constructor(scale: number | Omit<UpSamplingSize, "odepth">, options?: UpSamplingOptions) {
    super(2, scale, "linear", options);
  }

  /** Returns the factor or the sizes as Torch7 prints them. */
  override toString(): string {
    const { scaleFactor, sizes: [owidth, oheight] } = this;
    return `${super.toString()}(${scaleFactor === null ? `${oheight}, ${owidth}` : scaleFactor})`;
  }
}
