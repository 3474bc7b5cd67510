import type { SpatialConvolutionOptions } from "./convolution.ts";
import { SpatialConvolution } from "./spatial_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { type SpatialArguments, spatialForm } from "../files/convolution_forms.ts";

/**
 * As `SpatialConvolution`, with kernels whose neighbours lie `dilationW` and `dilationH` apart.
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with nOutputPlane planes of
 * ⌊(height + 2 padH − dilationH (kH − 1) − 1) / dH⌋ + 1 rows, and columns alike. Torch7: `SpatialDilatedConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialDilatedConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialDilatedConvolution(3, 16, 3, 3, 1, 1, 0, 0, 4, 4);
 * assertEquals(convolution.forward(rand([3, 32, 32])).size(), [16, 24, 24]);
 * ```
 */
export class SpatialDilatedConvolution extends SpatialConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = spatialForm(
    (args: SpatialArguments, { dilationW, dilationH, ...options }) =>
      new SpatialDilatedConvolution(...args, dilationW, dilationH, options),
    true,
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
   * @param dilationW Step between neighbours of the kernel along the width.
   * @param dilationH Step between neighbours of the kernel along the height.
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
    dilationW = 1,
    dilationH = 1,
    options: Omit<SpatialConvolutionOptions, "dilationW" | "dilationH"> = {},
  ) {
    super(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH, { ...options, dilationW, dilationH });
  }

  /** Returns what `toString()` writes between parentheses: the dilation comes last. */
  override describe(): string {
    return `${super.describe()}, ${this.dilationW},${this.dilationH}`;
  }
}
