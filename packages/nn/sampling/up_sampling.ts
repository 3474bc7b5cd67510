import { checkOneOf, type Tensor } from "@taimatsu/tensor";
import type { SizeForms } from "../options.ts";
import { UpSampler, type UpSamplingOptions, type UpSamplingSize } from "./up_sampler.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { upSamplingForm } from "../files/up_sampling_form.ts";

const MODES = ["nearest", "linear", "bilinear", "trilinear"] as const;

/**
 * Up-sampling of images and volumes, by copies of the nearest elements or linear between them.
 *
 * Input [planes, height, width] or [batch, planes, height, width] for images, [batch, planes, time, height, width] for volumes.
 * Output the same with all sizes of space times the factor, or with the given ones. The modes `bilinear` and `trilinear` are the
 * same as `linear`, which keeps the corners in place as `SpatialUpSamplingBilinear` does. Torch7: `UpSampling.lua`.
 *
 * @example Usage
 * ```ts
 * import { UpSampling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([[[1, 3]]]);
 * assertClose(new UpSampling(2).forward(x), [[[1, 1, 3, 3], [1, 1, 3, 3]]]);
 * assertClose(new UpSampling({ owidth: 5, oheight: 1 }, "linear").forward(x), [[[1, 1.5, 2, 2.5, 3]]]);
 * ```
 */
export class UpSampling extends UpSampler {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = upSamplingForm(
    5,
    (scale, mode, options) => new UpSampling(scale, mode, options),
  );

  /**
   * Creates the layer.
   *
   * @param scale The factor of all sizes, or the sizes of the output.
   * @param mode How elements between those of the input are made.
   * @throws {RangeError} If the factor or a size is no integer from 1.
   * @throws {TypeError} If there is no such mode.
   */
  constructor(scale: number | UpSamplingSize, mode: typeof MODES[number] = "nearest", options?: UpSamplingOptions) {
    checkOneOf("UpSampling", "mode", mode, MODES);
    super(2, scale, mode === "nearest" ? "nearest" : "linear", options);
  }

  /** Returns 2 for inputs of 3 or 4 dimensions, 3 for those of 5. */
  override spacesOf(dims: number): number {
    return dims === 5 ? 3 : super.spacesOf(dims);
  }

  /** Returns the sizes of inputs that are accepted. */
  override inputForms(): SizeForms {
    return [...super.inputForms(), ["batch", ...this.sampleForm(3)]];
  }

  /** Throws unless the input fits and its size is known for all axes. */
  override checkInput(method: string, input: Tensor): void {
    super.checkInput(method, input);
    if (input.shape.length === 5 && this.scaleFactor === null && this.sizes.length < 3) {
      throw new TypeError(`Cannot run UpSampling.${method}: input must be images where odepth is not given`);
    }
  }

  /** Returns the factor or the sizes, and the mode, as Torch7 prints them. */
  override toString(): string {
    const { scaleFactor, sizes, mode } = this;
    return `${super.toString()}(${scaleFactor === null ? sizes.toReversed().join("x") : `${scaleFactor}x`}, ${mode})`;
  }
}
