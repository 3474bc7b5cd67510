import type { Tensor } from "@taimatsu/tensor";
import { viewAt } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";
import type { SpatialConvolutionOptions } from "./convolution.ts";
import { DirectConvolution } from "./direct_convolution.ts";
import { checkCounts, kernelText } from "./sizes.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { SPATIAL_DEPTH_WISE_CONVOLUTION } from "../files/convolution_forms.ts";

/**
 * Convolution of each input plane on its own, with `nOutputPlane` kernels each: output plane i · multiplier + m is input plane i with
 * its kernel m.
 *
 * `weight` is [multiplier, nInputPlane kH kW], `bias` [multiplier, nInputPlane].
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with nInputPlane · multiplier planes of
 * ⌊(height + 2 padH − dilationH (kH − 1) − 1) / dH⌋ + 1 rows, and columns alike. Torch7: `SpatialDepthWiseConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialDepthWiseConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialDepthWiseConvolution(3, 2, 3, 3, 1, 1, 1, 1);
 * assertEquals(convolution.forward(rand([3, 8, 8])).size(), [6, 8, 8]);
 * ```
 */
export class SpatialDepthWiseConvolution extends DirectConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = SPATIAL_DEPTH_WISE_CONVOLUTION;

  /** Number of kernels of each input plane. */
  readonly depthwiseMultiplier: number;
  /** Kernels, or their gradients, in the order of the output planes. */
  _kernels: Tensor | null = null;
  /** Biases, or their gradients, in the order of the output planes. */
  _biases: Tensor | null = null;

  /**
   * Draws the parameters from U(−s, s), s = 1 / √(kW kH nInputPlane).
   *
   * @param nInputPlane Number of input planes.
   * @param nOutputPlane Number of kernels of each input plane: the multiplier.
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @throws {RangeError} If a number is no integer in its range.
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
    options: Omit<SpatialConvolutionOptions, "groups"> = {},
  ) {
    checkCounts(new.target.name, { nInputPlane, nOutputPlane }, 1);
    const sizes = { nInputPlane, nOutputPlane: nInputPlane * nOutputPlane, kW, kH, dW, dH, padW, padH };
    const weight = [nOutputPlane, nInputPlane * kH * kW], bias = [nOutputPlane, nInputPlane];
    super(sizes, { ...options, groups: nInputPlane }, weight, bias);
    this.depthwiseMultiplier = nOutputPlane;
    this.reset();
  }

  /** Returns the number by which the parameters are drawn, as in Torch7 that of a convolution that sees all planes. */
  override fanIn(): number {
    return this.kW * this.kH * this.nInputPlane;
  }

  /** Returns the kernels in the order of the output planes. */
  override kernels(): Tensor {
    const weight = this.contiguousWeight();
    return this.depthwiseMultiplier === 1 ? weight : this.byPlanes(this.keptKernels(), weight);
  }

  /** Returns the biases in the order of the output planes. */
  override biases(): Tensor | null {
    const { bias } = this;
    return bias === null || this.depthwiseMultiplier === 1 ? bias : this.byPlanes(this.keptBiases(), bias);
  }

  /** Correlates the input with the gradient; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias } = this, kernels = this.keptKernels().zero();
    const biases = gradBias && this.keptBiases().zero();
    this.addGradients(kernels, biases, input, gradOutput, scale);
    this.byMultiplier(gradWeight).add(kernels.transpose(0, 1));
    if (gradBias && biases) this.byMultiplier(gradBias).add(biases.transpose(0, 1));
  }

  /** Returns what `toString()` writes between parentheses: the multiplier stands for the output planes. */
  override describe(): string {
    const { nInputPlane, depthwiseMultiplier, kW, kH, dW, dH, padW, padH } = this;
    return `${nInputPlane} -> ${depthwiseMultiplier}, ${kernelText([kW, kH], [dW, dH], [padW, padH])}`;
  }

  /** Returns memory for kernels in the order of the output planes: [nInputPlane, multiplier, kH kW]. */
  keptKernels(): Tensor {
    const { kW, kH, nInputPlane, depthwiseMultiplier } = this;
    return this._kernels = kept(this._kernels, this.code, [nInputPlane, depthwiseMultiplier, kH * kW], this.device);
  }

  /** Returns memory for biases in the order of the output planes: [nInputPlane, multiplier, 1]. */
  keptBiases(): Tensor {
    return this._biases = kept(this._biases, this.code, [this.nInputPlane, this.depthwiseMultiplier, 1], this.device);
  }

  /** Copies parameters, [multiplier, nInputPlane · n], to `r`, [nInputPlane, multiplier, n]. */
  byPlanes(r: Tensor, x: Tensor): Tensor {
    return r.copy(this.byMultiplier(x).transpose(0, 1));
  }

  /** Returns parameters, or their gradients, as [multiplier, nInputPlane, n]. */
  byMultiplier(x: Tensor): Tensor {
    const { nInputPlane, depthwiseMultiplier } = this, n = x.shape[1]! / nInputPlane, [row, step] = x.strides;
    return viewAt(x, [depthwiseMultiplier, nInputPlane, n], [row!, n * step!, step!], x.offset);
  }
}
