import type { VolumetricConvolutionOptions } from "./volume_convolution.ts";
import { VolumetricConvolution } from "./volumetric_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { type VolumetricArguments, volumetricForm } from "../files/convolution_forms.ts";

/**
 * As `VolumetricConvolution`, with kernels whose neighbours lie `dilationT`, `dilationW` and `dilationH` apart.
 *
 * Input [nInputPlane, time, height, width] or [batch, nInputPlane, time, height, width]; output the same with nOutputPlane planes of
 * ⌊(time + 2 padT − dilationT (kT − 1) − 1) / dT⌋ + 1 frames, and rows and columns alike. Torch7:
 * `VolumetricDilatedConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricDilatedConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new VolumetricDilatedConvolution(1, 4, 2, 3, 3, 1, 1, 1, 0, 0, 0, 2, 1, 1);
 * assertEquals(convolution.forward(rand([1, 8, 9, 9])).size(), [4, 6, 7, 7]);
 * ```
 */
export class VolumetricDilatedConvolution extends VolumetricConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = volumetricForm(
    (args: VolumetricArguments, { dilationT, dilationW, dilationH, ...options }) =>
      new VolumetricDilatedConvolution(...args, dilationT, dilationW, dilationH, options),
    true,
  );

  /**
   * Draws the parameters from U(−s, s), s = 1 / √(kT kW kH nInputPlane / groups).
   *
   * @param nInputPlane Number of input planes.
   * @param nOutputPlane Number of output planes.
   * @param kT Frames of the kernel.
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dT Step along the time.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padT Zero frames before and after.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @param dilationT Step between neighbours of the kernel along the time.
   * @param dilationW Step between neighbours of the kernel along the width.
   * @param dilationH Step between neighbours of the kernel along the height.
   * @throws {RangeError} If a number is no integer in its range, or the planes cannot be divided into the groups.
   */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kT: number,
    kW: number,
    kH: number,
    dT = 1,
    dW = 1,
    dH = 1,
    padT = 0,
    padW: number = padT,
    padH: number = padW,
    dilationT = 1,
    dilationW = 1,
    dilationH = 1,
    options: Omit<VolumetricConvolutionOptions, "dilationT" | "dilationW" | "dilationH"> = {},
  ) {
    const own = { ...options, dilationT, dilationW, dilationH };
    super(nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH, own);
  }

  /** Returns what `toString()` writes between parentheses: the dilation comes last. */
  override describe(): string {
    return `${super.describe()}, ${this.dilationT},${this.dilationW},${this.dilationH}`;
  }
}
