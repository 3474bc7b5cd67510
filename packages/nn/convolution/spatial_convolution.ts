import type { SpatialConvolutionOptions } from "./convolution.ts";
import { DirectConvolution } from "./direct_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { type SpatialArguments, spatialForm } from "../files/convolution_forms.ts";

/**
 * Convolution over maps: each output plane is a bias plus the sum over the input planes of their cross-correlations with a kernel.
 *
 * `weight` is [nOutputPlane, nInputPlane / groups, kH, kW], `bias` [nOutputPlane].
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with nOutputPlane planes of
 * ⌊(height + 2 padH − dilationH (kH − 1) − 1) / dH⌋ + 1 rows, and columns alike. Torch7: `SpatialConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialConvolution(3, 16, 5, 5, 2, 2, 2, 2);
 * assertEquals(convolution.forward(rand([8, 3, 32, 32])).size(), [8, 16, 16, 16]);
 * ```
 */
export class SpatialConvolution extends DirectConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = spatialForm(
    (args: SpatialArguments, options) => new SpatialConvolution(...args, options),
    false,
  );

  /**
   * Draws the parameters from U(−s, s), s = 1 / √(kW kH nInputPlane / groups).
   *
   * @param nInputPlane Number of input planes.
   * @param nOutputPlane Number of output planes.
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @throws {RangeError} If a number is no integer in its range, or the planes cannot be divided into the groups.
   */
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
    const sizes = { nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH };
    super(sizes, options, [nOutputPlane, nInputPlane / (options.groups ?? 1), kH, kW]);
    this.reset();
  }
}
