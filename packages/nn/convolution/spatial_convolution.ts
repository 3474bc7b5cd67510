import { checkInteger, empty, type Generator, type Tensor, zerosLike } from "@taimatsu/tensor";
import { frame, put, skip } from "@taimatsu/tensor/native";
import { fitMaps, kernelsOf, putMaps } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions, SizeForms } from "../options.ts";

/** Options of convolutions. */
export interface SpatialConvolutionOptions extends RandomModuleOptions {
  /** Step between neighbours of the kernel along the width; 1 by default. */
  dilationW?: number;
  /** Step between neighbours of the kernel along the height; `dilationW` by default. */
  dilationH?: number;
  /** Input and output planes fall into so many groups that do not see each other; 1 by default. */
  groups?: number;
}

/**
 * Convolution over maps: each output plane is a bias plus the sum over the input planes of their cross-correlations with a kernel.
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
export class SpatialConvolution extends Module {
  /** Kernels, [nOutputPlane, nInputPlane / groups, kH, kW]. */
  override weight: Tensor;
  /** Biases, [nOutputPlane]; `null` without. */
  override bias: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null;
  /** Number of input planes. */
  readonly nInputPlane: number;
  /** Number of output planes. */
  readonly nOutputPlane: number;
  /** Width of the kernel. */
  readonly kW: number;
  /** Height of the kernel. */
  readonly kH: number;
  /** Step along the width. */
  dW: number;
  /** Step along the height. */
  dH: number;
  /** Zeros on the left and on the right. */
  padW: number;
  /** Zeros above and below. */
  padH: number;
  /** Step between neighbours of the kernel along the width. */
  dilationW: number;
  /** Step between neighbours of the kernel along the height. */
  dilationH: number;
  /** Groups of planes that do not see each other. */
  readonly groups: number;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;

  /**
   * Draws the parameters: see {@linkcode reset}.
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
    super(options);
    const { dilationW = 1, dilationH = dilationW, groups = 1, generator } = options, caller = new.target.name;
    const counts = { nInputPlane, nOutputPlane, kW, kH, dW, dH, dilationW, dilationH, groups };
    for (const [name, value] of Object.entries(counts)) checkInteger(caller, name, value, 1, MOST);
    for (const [name, value] of Object.entries({ padW, padH })) checkInteger(caller, name, value, 0, MOST);
    if (nInputPlane % groups !== 0 || nOutputPlane % groups !== 0) {
      throw new RangeError(
        `Cannot run ${caller}: groups must divide the ${nInputPlane} input planes and the ${nOutputPlane} output planes ` +
          `but is ${groups}`,
      );
    }
    this.nInputPlane = nInputPlane;
    this.nOutputPlane = nOutputPlane;
    this.kW = kW;
    this.kH = kH;
    this.dW = dW;
    this.dH = dH;
    this.padW = padW;
    this.padH = padH;
    this.dilationW = dilationW;
    this.dilationH = dilationH;
    this.groups = groups;
    this.generator = generator;
    const dtype = this.type();
    this.weight = empty([nOutputPlane, nInputPlane / groups, kH, kW], { dtype });
    this.bias = empty([nOutputPlane], { dtype });
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = zerosLike(this.bias);
    this.reset();
  }

  /**
   * Draws kernels, then biases, from U(−s, s), s = 1 / √(kW kH nInputPlane / groups), or from one with standard deviation
   * `stdv`.
   */
  override reset(stdv?: number): void {
    const { kW, kH, nInputPlane, groups, generator } = this;
    const s = stdv === undefined ? 1 / Math.sqrt(kW * kH * nInputPlane / groups) : stdv * Math.sqrt(3);
    const options = generator && { generator };
    this.weight.uniform(-s, s, options);
    this.bias?.uniform(-s, s, options);
  }

  /** Removes the biases. */
  noBias(): this {
    this.bias = this.gradBias = null;
    return this;
  }

  /** Correlates the input with the kernels. */
  override updateOutput(input: Tensor): Tensor {
    const { weight, bias, nInputPlane, nOutputPlane } = this;
    const sample = this.checkInput("forward", input), h = input.shape.at(-2)!, w = input.shape.at(-1)!;
    const x = this.contiguousInput(input), batch = sample ? 1 : input.shape[0]!, { device } = x.store;
    const outH = this.outputHeight(h), outW = this.outputWidth(w);
    if (outH < 1 || outW < 1) throw this.refusal("forward", "input", input, this.inputForms());
    const output = fitMaps(this.output, sample, batch, nOutputPlane, outH, outW);
    putMaps(0, output, batch, nOutputPlane, outH, outW);
    putMaps(1, x, batch, nInputPlane, h, w);
    putMaps(2, weight, nOutputPlane, nInputPlane / this.groups, this.kH, this.kW);
    if (bias === null) skip(3);
    else put(3, bias);
    const status = kernelsOf(device).tm_conv2d(
      output.store.block.arg,
      x.store.block.arg,
      weight.store.block.arg,
      bias === null ? null : bias.store.block.arg,
      frame,
      this.dH,
      this.dW,
      this.padH,
      this.padW,
      this.dilationH,
      this.dilationW,
      this.groups,
      -1,
      0,
      0,
    );
    if (status !== 0) throw device.error(status);
    return output;
  }

  /** Convolves the gradient with the kernels. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { weight, nInputPlane, nOutputPlane } = this;
    const sample = this.checkBackward(input, gradOutput), h = input.shape.at(-2)!, w = input.shape.at(-1)!;
    const g = this.contiguousGradOutput(gradOutput), batch = sample ? 1 : input.shape[0]!, { device } = g.store;
    const gradInput = fitMaps(this.gradInput, sample, batch, nInputPlane, h, w);
    putMaps(0, gradInput, batch, nInputPlane, h, w);
    putMaps(1, g, batch, nOutputPlane, this.outputHeight(h), this.outputWidth(w));
    putMaps(2, weight, nOutputPlane, nInputPlane / this.groups, this.kH, this.kW);
    const status = kernelsOf(device).tm_conv2d_grad_input(
      gradInput.store.block.arg,
      g.store.block.arg,
      weight.store.block.arg,
      frame,
      this.dH,
      this.dW,
      this.padH,
      this.padW,
      this.dilationH,
      this.dilationW,
      this.groups,
    );
    if (status !== 0) throw device.error(status);
    return gradInput;
  }

  /** Correlates the input with the gradient; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias, nInputPlane, nOutputPlane } = this;
    const sample = this.checkBackward(input, gradOutput), h = input.shape.at(-2)!, w = input.shape.at(-1)!;
    const x = this.contiguousInput(input), g = this.contiguousGradOutput(gradOutput), { device } = x.store;
    const batch = sample ? 1 : input.shape[0]!;
    putMaps(0, gradWeight, nOutputPlane, nInputPlane / this.groups, this.kH, this.kW);
    if (gradBias === null) skip(1);
    else put(1, gradBias);
    putMaps(2, x, batch, nInputPlane, h, w);
    putMaps(3, g, batch, nOutputPlane, this.outputHeight(h), this.outputWidth(w));
    const status = kernelsOf(device).tm_conv2d_grad_parameters(
      gradWeight.store.block.arg,
      gradBias === null ? null : gradBias.store.block.arg,
      x.store.block.arg,
      g.store.block.arg,
      frame,
      this.dH,
      this.dW,
      this.padH,
      this.padW,
      this.dilationH,
      this.dilationW,
      this.groups,
      scale,
    );
    if (status !== 0) throw device.error(status);
  }

  /** One for each weight and element of an output plane. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.kW * this.kH * this.nInputPlane / this.groups;
  }

  /** Returns the planes, the kernel and, where they are not the usual ones, the steps and the padding, as Torch7 prints them. */
  override toString(): string {
    const { nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH } = this, padded = padW !== 0 || padH !== 0;
    const steps = dW !== 1 || dH !== 1 || padded ? `, ${dW},${dH}` : "", padding = padded ? `, ${padW},${padH}` : "";
    const bias = this.bias === null ? " without bias" : "";
    return `${super.toString()}(${nInputPlane} -> ${nOutputPlane}, ${kW}x${kH}${steps}${padding})${bias}`;
  }

  /** Returns the rows of the output for those of the input. */
  outputHeight(height: number): number {
    return Math.floor((height + 2 * this.padH - this.dilationH * (this.kH - 1) - 1) / this.dH) + 1;
  }

  /** Returns the columns of the output for those of the input. */
  outputWidth(width: number): number {
    return Math.floor((width + 2 * this.padW - this.dilationW * (this.kW - 1) - 1) / this.dW) + 1;
  }

  /** Returns the sizes of inputs that are accepted. */
  inputForms(): SizeForms {
    const least = (k: number, dilation: number, pad: number) => Math.max(1, dilation * (k - 1) + 1 - 2 * pad);
    const maps = [
      this.nInputPlane,
      `height >= ${least(this.kH, this.dilationH, this.padH)}`,
      `width >= ${least(this.kW, this.dilationW, this.padW)}`,
    ];
    return [maps, ["batch", ...maps]];
  }

  /** Returns whether the input is one sample; throws if it is neither that nor a batch. */
  checkInput(method: string, input: Tensor): boolean {
    if (input?.store?.code === this.code) {
      const { shape } = input;
      if (shape.length === 4 && shape[1] === this.nInputPlane) return false;
      if (shape.length === 3 && shape[0] === this.nInputPlane) return true;
    }
    throw this.refusal(method, "input", input, this.inputForms());
  }

  /** As {@linkcode checkInput} for the arguments of `backward`. */
  checkBackward(input: Tensor, gradOutput: Tensor): boolean {
    const sample = this.checkInput("backward", input), { shape } = input, d = sample ? 0 : 1;
    const h = this.outputHeight(shape[d + 1]!), w = this.outputWidth(shape[d + 2]!);
    const size = gradOutput?.shape;
    const fits = gradOutput?.store?.code === this.code && size.length === shape.length &&
      size[d] === this.nOutputPlane &&
      size[d + 1] === h && size[d + 2] === w && (sample || size[0] === shape[0]);
    if (!fits) {
      const maps = [this.nOutputPlane, h, w];
      throw this.refusal("backward", "gradOutput", gradOutput, [sample ? maps : [shape[0]!, ...maps]]);
    }
    return sample;
  }
}

/** The native library counts planes, kernels and padding in 32 bits. */
const MOST = 2 ** 31 - 1;
