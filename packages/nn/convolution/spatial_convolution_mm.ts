import type { SpatialConvolutionOptions } from "./convolution.ts";
import { SpatialConvolution } from "./spatial_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { SPATIAL_CONVOLUTION_MM } from "../files/convolution_forms.ts";

/**
 * As `SpatialConvolution`, with the kernels of an output plane in one row of a matrix: nn modules of older files hold them so.
 *
 * Input and output are those of `SpatialConvolution`. Torch7: `SpatialConvolutionMM.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialConvolutionMM } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SpatialConvolutionMM(3, 16, 5, 5).weight.size(), [16, 75]);
 * ```
 */
export class SpatialConvolutionMM extends SpatialConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = SPATIAL_CONVOLUTION_MM;

  /** Draws the parameters; the arguments are those of `SpatialConvolution`. `weight` is [nOutputPlane, nInputPlane kH kW]. */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kW: number,
    kH: number,
    dW = 1,
    dH = 1,
    padW = 0,
    padH: number = padW,
    options: SpatialConvolutionOptions = {},
  ) {
    super(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH, options);
    this.weight = this.weight.view(nOutputPlane, -1);
    this.gradWeight = this.gradWeight.view(nOutputPlane, -1);
  }
}
