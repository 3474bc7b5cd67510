import { checkInteger, type Tensor } from "@taimatsu/tensor";
import type { SpatialConvolutionOptions } from "./convolution.ts";
import { gradientOf, keepGradient, outputSize, valuesOf } from "./full_input.ts";
import { spread } from "./sizes.ts";
import { type FullInput, TransposedConvolution } from "./transposed_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { SPATIAL_FULL_CONVOLUTION } from "../files/convolution_forms.ts";

/**
 * Transposed convolution over maps, which undoes the sizes of a convolution: each element of the input adds a kernel to each output
 * plane, `dW` and `dH` apart from its neighbours.
 *
 * `weight` is [nInputPlane, nOutputPlane / groups, kH, kW], `bias` [nOutputPlane].
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with nOutputPlane planes of
 * (height − 1) dH − 2 padH + dilationH (kH − 1) + 1 + adjH rows, and columns alike. The input may also be a list of that tensor
 * and of one that ends with the height and width that the output shall have, in the place of `adjH` and `adjW`; the gradient with
 * respect to the second is 0. Torch7: `SpatialFullConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialFullConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialFullConvolution(16, 3, 4, 4, 2, 2, 1, 1);
 * assertEquals(convolution.forward(rand([8, 16, 14, 14])).size(), [8, 3, 28, 28]);
 * assertEquals(convolution.forward([rand([16, 14, 14]), rand([29, 28])]).size(), [3, 29, 28]);
 * ```
 */
export class SpatialFullConvolution extends TransposedConvolution<FullInput> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = SPATIAL_FULL_CONVOLUTION;

  /**
   * Draws the parameters from U(−s, s), s = 1 / √(kW kH nInputPlane / groups).
   *
   * @param nInputPlane Number of input planes.
   * @param nOutputPlane Number of output planes.
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Columns that are cut off on the left and on the right.
   * @param padH Rows that are cut off above and below.
   * @param adjW Further columns on the right, fewer than `dW`.
   * @param adjH Further rows below, fewer than `dH`.
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
    padH = 0,
    adjW = 0,
    adjH = 0,
    options: SpatialConvolutionOptions = {},
  ) {
    const sizes = { nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH };
    super(sizes, options, [nInputPlane, nOutputPlane / (options.groups ?? 1), kH, kW]);
    checkInteger(new.target.name, "adjW", adjW, 0, dW - 1);
    checkInteger(new.target.name, "adjH", adjH, 0, dH - 1);
    this.adjW = adjW;
    this.adjH = adjH;
    this.reset();
  }

  /** Adds a kernel for each element of the input. */
  override updateOutput(input: FullInput): Tensor {
    const maps = valuesOf(this, "forward", input), sample = this.checkInputSize("forward", maps), d = sample ? 0 : 1;
    const h = this.rowsFor("forward", input, maps.shape[d + 1]!);
    const w = this.columnsFor("forward", input, maps.shape[d + 2]!);
    return this.spreadMaps(maps, sample, h, w);
  }

  /** Correlates the gradient with the kernels. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor;
  /** The same for a list: the second gradient is 0. */
  override updateGradInput(input: readonly [Tensor, Tensor], gradOutput: Tensor): readonly [Tensor, Tensor];
  /** Either. */
  override updateGradInput(input: FullInput, gradOutput: Tensor): FullInput;
  override updateGradInput(input: FullInput, gradOutput: Tensor): FullInput {
    if (this.gradInput === null) return this.noGradient();
    const maps = valuesOf(this, "backward", input), sample = this.checkFull(input, maps, gradOutput);
    return keepGradient(this, this.gatherGradient(gradientOf(this), maps, sample, gradOutput), input);
  }

  /** Correlates the gradient with the input; the gradient's sums are those of the biases. */
  override accGradParameters(input: FullInput, gradOutput: Tensor, scale = 1): void {
    const maps = valuesOf(this, "backward", input), sample = this.checkFull(input, maps, gradOutput);
    this.addGradients(this.gradWeight, maps, sample, gradOutput, scale);
  }

  /** Computes both gradients. */
  override backward(input: Tensor, gradOutput: Tensor, scale?: number): Tensor;
  /** The same for a list: the second gradient is 0. */
  override backward(input: readonly [Tensor, Tensor], gradOutput: Tensor, scale?: number): readonly [Tensor, Tensor];
  /** Either. */
  override backward(input: FullInput, gradOutput: Tensor, scale?: number): FullInput;
  override backward(input: FullInput, gradOutput: Tensor, scale = 1): FullInput {
    return super.backward(input, gradOutput, scale);
  }

  /** One for each weight and element of an input plane. */
  override multiplyAdds(input: FullInput, _output: Tensor): number {
    return valuesOf(this, "multiplyAdds", input).nElement() * this.kW * this.kH * this.nOutputPlane / this.groups;
  }

  /** Returns what `toString()` writes between parentheses: adjW and adjH come last, if they are not 0. */
  override describe(): string {
    return super.describe() + (this.adjW !== 0 || this.adjH !== 0 ? `, ${this.adjW},${this.adjH}` : "");
  }

  /** Returns the rows of the output: those that the input names, or as {@linkcode outputHeight}. */
  rowsFor(method: string, input: FullInput, height: number): number {
    const { dH, adjH } = this, least = spread(height, this.kH, dH, this.padH, this.dilationH, 0);
    return outputSize(this, method, input, -2, least, adjH, dH);
  }

  /** Returns the columns of the output: those that the input names, or as {@linkcode outputWidth}. */
  columnsFor(method: string, input: FullInput, width: number): number {
    const { dW, adjW } = this, least = spread(width, this.kW, dW, this.padW, this.dilationW, 0);
    return outputSize(this, method, input, -1, least, adjW, dW);
  }

  /** Returns whether the maps are one sample; throws if they or the gradient do not fit. */
  checkFull(input: FullInput, maps: Tensor, gradOutput: Tensor): boolean {
    const sample = this.checkInputSize("backward", maps), { shape } = maps, d = sample ? 0 : 1;
    const h = this.rowsFor("backward", input, shape[d + 1]!), w = this.columnsFor("backward", input, shape[d + 2]!);
    this.checkGradient(gradOutput, sample, shape[0]!, h, w);
    return sample;
  }
}
