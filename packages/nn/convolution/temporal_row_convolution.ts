import { empty, type Generator, sameSize, type Tensor, zerosLike } from "@taimatsu/tensor";
import { copyTo, fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { convolve, convolveBack, convolveParameters, type KernelGeometry } from "./engine.ts";
import { checkCounts, places } from "./sizes.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Convolution over a sequence of frames, each feature on its own: output feature f is a bias plus the cross-correlation of input
 * feature f with its kernel.
 *
 * `weight` is [inputFrameSize, 1, kW], `bias` [inputFrameSize].
 *
 * Input [frames, inputFrameSize] or [batch, frames, inputFrameSize], or with `featFirst` [inputFrameSize, frames] or
 * [batch, inputFrameSize, frames]; output the same with ⌊(frames − kW) / dW⌋ + 1 frames. Torch7: `TemporalRowConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { TemporalRowConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new TemporalRowConvolution(10, 3).forward(rand([8, 20, 10])).size(), [8, 18, 10]);
 * assertEquals(new TemporalRowConvolution(10, 3, 1, true).forward(rand([8, 10, 20])).size(), [8, 10, 18]);
 * ```
 */
export class TemporalRowConvolution extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["inputFrameSize", "kW", "dW", "featFirst"],
    empty: ["finput", "fgradInput"],
  };

  /** Kernels, [inputFrameSize, 1, kW]. */
  override weight: Tensor;
  /** Biases, [inputFrameSize]; `null` without. */
  override bias: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null;
  /** Number of features of a frame. */
  readonly inputFrameSize: number;
  /** Number of input frames that an output frame sees. */
  readonly kW: number;
  /** Step between them. */
  readonly dW: number;
  /** Whether the features come before the frames. */
  readonly featFirst: boolean;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Copy of kernels that are not contiguous. */
  _weight: Tensor | null = null;
  /** The input, or the gradient with respect to it, features first. */
  _x: Tensor | null = null;
  /** The output, or the gradient with respect to it, features first. */
  _y: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param inputFrameSize Number of features of a frame.
   * @param kW Number of input frames that an output frame sees.
   * @param dW Step between them.
   * @param featFirst Whether the features come before the frames.
   * @throws {RangeError} If a number is no integer from 1.
   */
  constructor(inputFrameSize: number, kW: number, dW = 1, featFirst = false, options: RandomModuleOptions = {}) {
    super(options);
    checkCounts(new.target.name, { inputFrameSize, kW, dW }, 1);
    this.inputFrameSize = inputFrameSize;
    this.kW = kW;
    this.dW = dW;
    this.featFirst = featFirst;
    this.generator = options.generator;
    const own = this.tensorOptions();
    this.weight = empty([inputFrameSize, 1, kW], own);
    this.bias = empty([inputFrameSize], own);
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = zerosLike(this.bias);
    this.reset();
  }

  /** Draws kernels, then biases, from U(−s, s), s = 1 / √(kW inputFrameSize), or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    const s = stdv === undefined ? 1 / Math.sqrt(this.kW * this.inputFrameSize) : stdv * Math.sqrt(3);
    const options = this.generator && { generator: this.generator };
    this.weight.uniform(-s, s, options);
    this.bias?.uniform(-s, s, options);
  }

  /** Removes the biases. */
  noBias(): this {
    this.bias = this.gradBias = null;
    return this;
  }

  /** Correlates each feature with its kernel. */
  override updateOutput(input: Tensor): Tensor {
    const frames = this.checkInput("forward", input), n = places(frames, this.kW, this.dW, 0, 1);
    const output = fitLike(this.output, this.sizeLike(input, n)), y = this.receiver("_y", output, n);
    convolve(geometryOf(this), y, this.featuresFirst("_x", input, frames), this.contiguousWeight(), this.bias);
    return this.restore(output, y);
  }

  /** Convolves the gradient of each feature with its kernel. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const frames = this.checkInput("backward", input), n = this.checkGradient(input, frames, gradOutput);
    const gradInput = fitLike(this.gradInput, this.sizeLike(input, frames)), x = this.receiver("_x", gradInput, frames);
    convolveBack(geometryOf(this), x, this.featuresFirst("_y", gradOutput, n), this.contiguousWeight());
    return this.restore(gradInput, x);
  }

  /** Correlates each feature with its gradient; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const frames = this.checkInput("backward", input), n = this.checkGradient(input, frames, gradOutput);
    const x = this.featuresFirst("_x", input, frames), g = this.featuresFirst("_y", gradOutput, n);
    convolveParameters(geometryOf(this), this.gradWeight, this.gradBias, x, g, scale);
  }

  /** One for each weight of a kernel and element of the output. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.kW;
  }

  /** Returns the number of features, the kernel and its step, if that is not 1, as Torch7 prints them. */
  override toString(): string {
    const step = this.dW !== 1 ? `, ${this.dW}` : "", bias = this.bias === null ? " without bias" : "";
    return `${super.toString()}(${this.inputFrameSize}, ${this.kW}${step})${bias}`;
  }

  /** Returns the kernels, or a contiguous copy of kernels that are not. */
  contiguousWeight(): Tensor {
    return this.weight.dense ? this.weight : this._weight = copyTo(this._weight, this.weight);
  }

  /** Returns the number of frames of the input; throws if it does not fit. */
  checkInput(method: string, input: Tensor): number {
    const { inputFrameSize, kW, featFirst } = this, frames = `frames >= ${kW}`;
    if (input?.store?.code === this.code) {
      const { shape } = input, d = shape.length - 2, t = featFirst ? d + 1 : d, f = featFirst ? d : d + 1;
      if ((d === 0 || d === 1) && shape[f] === inputFrameSize && shape[t]! >= kW) return shape[t]!;
    }
    const sequence = featFirst ? [inputFrameSize, frames] : [frames, inputFrameSize];
    throw this.refusal(method, "input", input, [sequence, ["batch", ...sequence]]);
  }

  /** Returns the number of frames of the gradient; throws if it does not fit. */
  checkGradient(input: Tensor, frames: number, gradOutput: Tensor): number {
    const n = places(frames, this.kW, this.dW, 0, 1), wanted = this.sizeLike(input, n);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, wanted)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [wanted]);
    }
    return n;
  }

  /** Returns the size of the input with another number of frames. */
  sizeLike(input: Tensor, frames: number): number[] {
    return input.shape.with(this.featFirst ? -1 : -2, frames);
  }

  /** Returns the size of a sequence as maps of one row. */
  rowSize(x: Tensor, frames: number): number[] {
    return [x.shape.length === 2 ? 1 : x.shape[0]!, this.inputFrameSize, 1, frames];
  }

  /** Returns a sequence as maps of one row: itself, or a copy in a field. */
  featuresFirst(field: "_x" | "_y", x: Tensor, frames: number): Tensor {
    const size = this.rowSize(x, frames);
    if (this.featFirst && x.dense) return x.view(size);
    return this[field] = kept(this[field], this.code, size, this.device).copy(this.featFirst ? x : x.transpose(-2, -1));
  }

  /** Returns maps of one row that receive a sequence: a view of it, or memory in a field. */
  receiver(field: "_x" | "_y", r: Tensor, frames: number): Tensor {
    const size = this.rowSize(r, frames);
    return this.featFirst ? r.view(size) : this[field] = kept(this[field], this.code, size, this.device);
  }

  /** Copies such memory into the sequence. */
  restore(r: Tensor, rows: Tensor): Tensor {
    return this.featFirst ? r : r.copy(rows.select(2, 0).transpose(1, 2));
  }
}

/** How the kernels move over maps of one row. */
function geometryOf({ kW, dW, inputFrameSize }: TemporalRowConvolution): KernelGeometry {
  return { kW, kH: 1, dW, dH: 1, padW: 0, padH: 0, dilationW: 1, dilationH: 1, groups: inputFrameSize };
}
