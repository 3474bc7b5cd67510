import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { gradientOf, keepGradient, outputSize, valuesOf } from "./full_input.ts";
import { addPlaneSums, overPlanes } from "./plane_sums.ts";
import { kernelText, leastSpread, spread } from "./sizes.ts";
import type { FullInput } from "./transposed_convolution.ts";
import { VolumeConvolution, type VolumetricConvolutionOptions } from "./volume_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { VOLUMETRIC_FULL_CONVOLUTION } from "../files/convolution_forms.ts";

/**
 * Transposed convolution over volumes, which undoes the sizes of a convolution: each element of the input adds a kernel to each output
 * plane, `dT`, `dW` and `dH` apart from its neighbours.
 *
 * `weight` is [nInputPlane, nOutputPlane / groups, kT, kH, kW], `bias` [nOutputPlane].
 *
 * Input [nInputPlane, time, height, width] or [batch, nInputPlane, time, height, width]; output the same with nOutputPlane planes of
 * (time − 1) dT − 2 padT + dilationT (kT − 1) + 1 + adjT frames, and rows and columns alike. The input may also be a list of that
 * tensor and of one that ends with the time, height and width that the output shall have, in the place of `adjT`, `adjH` and `adjW`;
 * the gradient with respect to the second is 0. Torch7: `VolumetricFullConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricFullConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new VolumetricFullConvolution(8, 3, 4, 4, 4, 2, 2, 2, 1, 1, 1);
 * assertEquals(convolution.forward(rand([8, 4, 14, 14])).size(), [3, 8, 28, 28]);
 * ```
 */
export class VolumetricFullConvolution extends VolumeConvolution<FullInput> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = VOLUMETRIC_FULL_CONVOLUTION;

  /** Frames of the output that no kernel ends on. */
  readonly adjT: number;
  /** Columns of the output that no kernel ends on. */
  readonly adjW: number;
  /** Rows of the output that no kernel ends on. */
  readonly adjH: number;
  /** Sums on the way to the gradient of the biases. */
  _sums: Tensor[] = [];

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
   * @param padT Frames that are cut off before and after.
   * @param padW Columns that are cut off on the left and on the right.
   * @param padH Rows that are cut off above and below.
   * @param adjT Further frames at the end, fewer than `dT`.
   * @param adjW Further columns on the right, fewer than `dW`.
   * @param adjH Further rows below, fewer than `dH`.
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
    padW = 0,
    padH = 0,
    adjT = 0,
    adjW = 0,
    adjH = 0,
    options: VolumetricConvolutionOptions = {},
  ) {
    const sizes = { nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH };
    super(sizes, options, [nInputPlane, nOutputPlane / (options.groups ?? 1), kT, kH, kW]);
    checkInteger(new.target.name, "adjT", adjT, 0, dT - 1);
    checkInteger(new.target.name, "adjW", adjW, 0, dW - 1);
    checkInteger(new.target.name, "adjH", adjH, 0, dH - 1);
    this.adjT = adjT;
    this.adjW = adjW;
    this.adjH = adjH;
    this.reset();
  }

  /** Adds a kernel for each element of the input. */
  override updateOutput(input: FullInput): Tensor {
    const values = valuesOf(this, "forward", input), x = this.checkInput("forward", values), { bias } = this;
    const size = this.sizeFor("forward", input, x), y = this.fitVolumes(this.output, values, this.nOutputPlane, size);
    this.spread(y, x);
    if (bias !== null) this.output.add(overPlanes(bias, 3));
    return this.output;
  }

  /** Correlates the gradient with the kernels. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor;
  /** The same for a list: the second gradient is 0. */
  override updateGradInput(input: readonly [Tensor, Tensor], gradOutput: Tensor): readonly [Tensor, Tensor];
  /** Either. */
  override updateGradInput(input: FullInput, gradOutput: Tensor): FullInput;
  override updateGradInput(input: FullInput, gradOutput: Tensor): FullInput {
    if (this.gradInput === null) return this.noGradient();
    const values = valuesOf(this, "backward", input), x = this.checkInput("backward", values), [, , t, h, w] = x.shape;
    const g = this.checkGradient(values, gradOutput, this.sizeFor("backward", input, x)), gradInput = gradientOf(this);
    this.correlate(g, this.fitVolumes(gradInput, values, this.nInputPlane, [t!, h!, w!]), null);
    return keepGradient(this, gradInput, input);
  }

  /** Correlates the gradient with the input; the gradient's sums are those of the biases. */
  override accGradParameters(input: FullInput, gradOutput: Tensor, scale = 1): void {
    const values = valuesOf(this, "backward", input), x = this.checkInput("backward", values), { gradBias } = this;
    const size = this.sizeFor("backward", input, x), g = this.checkGradient(values, gradOutput, size), [t, h, w] = size;
    this.addGradients(g, x, null, scale);
    if (gradBias === null) return;
    const gradient = this.contiguousGradOutput(gradOutput);
    addPlaneSums(gradBias, scale, gradient, x.shape[0]!, this.nOutputPlane, t * h * w, this._sums);
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
    const n = valuesOf(this, "multiplyAdds", input).nElement();
    return n * this.kT * this.kW * this.kH * this.nOutputPlane / this.groups;
  }

  /** Returns the time, height and width of the output for those of the input. */
  override outputSize(time: number, height: number, width: number): [time: number, height: number, width: number] {
    return [
      spread(time, this.kT, this.dT, this.padT, this.dilationT, this.adjT),
      spread(height, this.kH, this.dH, this.padH, this.dilationH, this.adjH),
      spread(width, this.kW, this.dW, this.padW, this.dilationW, this.adjW),
    ];
  }

  /** Returns the least time, height and width of an input. */
  override leastSize(): [time: number, height: number, width: number] {
    return [
      leastSpread(this.kT, this.dT, this.padT, this.dilationT, this.adjT),
      leastSpread(this.kH, this.dH, this.padH, this.dilationH, this.adjH),
      leastSpread(this.kW, this.dW, this.padW, this.dilationW, this.adjW),
    ];
  }

  /** Returns the size of the output for volumes: the one that the input names, or as {@linkcode outputSize}. */
  sizeFor(method: string, input: FullInput, volumes: Tensor): [time: number, height: number, width: number] {
    const { adjT, adjH, adjW, dT, dH, dW } = this, [t, h, w] = this.outputSize(...timeHeightWidth(volumes));
    return [
      outputSize(this, method, input, -3, t - adjT, adjT, dT),
      outputSize(this, method, input, -2, h - adjH, adjH, dH),
      outputSize(this, method, input, -1, w - adjW, adjW, dW),
    ];
  }

  /** Returns what `toString()` writes between parentheses: width, height, time as Torch7 has them here. */
  override describe(): string {
    const { nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH, adjT, adjW, adjH } = this;
    const adj = adjT !== 0 || adjW !== 0 || adjH !== 0 ? `, ${adjW},${adjH},${adjT}` : "";
    return `${nInputPlane} -> ${nOutputPlane}, ${kernelText([kW, kH, kT], [dW, dH, dT], [padW, padH, padT])}${adj}`;
  }
}

function timeHeightWidth({ shape }: Tensor): [time: number, height: number, width: number] {
  return [shape[2]!, shape[3]!, shape[4]!];
}
