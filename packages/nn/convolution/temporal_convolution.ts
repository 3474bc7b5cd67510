import { empty, type Generator, type Tensor, zerosLike } from "@taimatsu/tensor";
import { viewAt } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { checkFrames, checkFramesBackward, fitFrames } from "./temporal.ts";
import { addPlaneSums } from "./plane_sums.ts";
import { checkCounts, kernelText, places } from "./sizes.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Convolution over a sequence of frames: each output frame is a linear map of `kW` successive input frames.
 *
 * `weight` is [outputFrameSize, kW inputFrameSize], where a row holds the weights of the first frame, then those of the second, and so
 * on; `bias` is [outputFrameSize].
 *
 * Input [frames, inputFrameSize] or [batch, frames, inputFrameSize]; output the same with ⌊(frames − kW) / dW⌋ + 1 frames of
 * outputFrameSize. Torch7: `TemporalConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { TemporalConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new TemporalConvolution(10, 16, 3);
 * assertEquals(convolution.forward(rand([8, 20, 10])).size(), [8, 18, 16]);
 * ```
 */
export class TemporalConvolution extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["inputFrameSize", "outputFrameSize", "kW", "dW"],
    upgrade: (fields, className) => {
      if (!className.startsWith("cudnn.")) return;
      // There a sequence is an image: its height is the time.
      const { kH, dH, padH } = fields;
      if (typeof padH === "number" && padH !== 0) {
        throw new RangeError(`padH must be 0 but is ${padH}: the class for CPUs has no padding`);
      }
      Object.assign(fields, { kW: kH, dW: dH });
    },
  };

  /** Weights, [outputFrameSize, kW inputFrameSize]. */
  override weight: Tensor;
  /** Biases, [outputFrameSize]; `null` without. */
  override bias: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null;
  /** Size of an input frame. */
  readonly inputFrameSize: number;
  /** Size of an output frame. */
  readonly outputFrameSize: number;
  /** Number of input frames that an output frame sees. */
  readonly kW: number;
  /** Step between them. */
  dW: number;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Sums on the way to the gradient of the biases. */
  _sums: Tensor[] = [];
  /** The gradient with respect to the output, between frames of zeros. */
  _padded: Tensor | null = null;
  /** The weights, last frame first: [kW, outputFrameSize, inputFrameSize]. */
  _turned: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param inputFrameSize Size of an input frame.
   * @param outputFrameSize Size of an output frame.
   * @param kW Number of input frames that an output frame sees.
   * @param dW Step between them.
   * @throws {RangeError} If a number is no integer from 1.
   */
  constructor(
    inputFrameSize: number,
    outputFrameSize: number,
    kW: number,
    dW = 1,
    options: RandomModuleOptions = {},
  ) {
    super(options);
    checkCounts(new.target.name, { inputFrameSize, outputFrameSize, kW, dW }, 1);
    this.inputFrameSize = inputFrameSize;
    this.outputFrameSize = outputFrameSize;
    this.kW = kW;
    this.dW = dW;
    this.generator = options.generator;
    const own = this.tensorOptions();
    this.weight = empty([outputFrameSize, kW * inputFrameSize], own);
    this.bias = empty([outputFrameSize], own);
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = zerosLike(this.bias);
    this.reset();
  }

  /** Draws weights, then biases, from U(−s, s), s = 1 / √(kW inputFrameSize), or from one with standard deviation `stdv`. */
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

  /** Multiplies the weights by each run of frames. */
  override updateOutput(input: Tensor): Tensor {
    const { bias, outputFrameSize, weight } = this, [batch, frames] = this.checkInput("forward", input);
    const n = this.outputFrames(frames), output = fitFrames(this.output, input, n, outputFrameSize);
    const y = output.view(batch, n, outputFrameSize);
    if (bias !== null) y.copy(viewAt(bias, y.shape, [0, 0, bias.strides[0]!], bias.offset));
    const [down, right] = weight.strides as [number, number], { offset } = weight;
    const turned = viewAt(weight, [batch, weight.shape[1]!, outputFrameSize], [0, right, down], offset);
    y.baddbmm(bias === null ? 0 : 1, 1, this.runs(this.contiguousInput(input), batch, frames, n), turned);
    return output;
  }

  /** Multiplies the gradient by the weights and adds up what falls on the same frame. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const [batch, frames] = this.checkBackward(input, gradOutput), n = this.outputFrames(frames);
    const gradInput = fitFrames(this.gradInput, input, frames, this.inputFrameSize);
    const g = this.contiguousGradOutput(gradOutput).view(batch, n, this.outputFrameSize);
    if (this.dW === 1) this.gatherGradient(gradInput.view(batch, frames, this.inputFrameSize), g);
    else this.spreadGradient(gradInput.zero().view(batch, frames, this.inputFrameSize), g);
    return gradInput;
  }

  /** Multiplies the gradient by the runs of frames; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias, outputFrameSize } = this, [batch, frames] = this.checkBackward(input, gradOutput);
    const n = this.outputFrames(frames), x = this.runs(this.contiguousInput(input), batch, frames, n);
    const gradient = this.contiguousGradOutput(gradOutput);
    const g = gradient.view(batch, n, outputFrameSize).transpose(1, 2);
    for (let b = 0; b < batch; b++) gradWeight.addmm(1, scale, g.select(0, b), x.select(0, b));
    if (gradBias !== null) addPlaneSums(gradBias, scale, gradient, batch * n, outputFrameSize, 1, this._sums);
  }

  /** Accumulates straight into the weights also where they are shared: the map is linear in them. */
  override sharedAccUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    this.defaultAccUpdateGradParameters(input, gradOutput, learningRate);
  }

  /** One for each weight and output frame. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.kW * this.inputFrameSize;
  }

  /** Returns the sizes of frames, the kernel and its step, if that is not 1. */
  override toString(): string {
    const text = `${this.inputFrameSize} -> ${this.outputFrameSize}, ${kernelText([this.kW], [this.dW], [])}`;
    return `${super.toString()}(${text})${this.bias === null ? " without bias" : ""}`;
  }

  /** Returns the number of output frames for that of the input. */
  outputFrames(frames: number): number {
    return places(frames, this.kW, this.dW, 0, 1);
  }

  /** Returns the number of samples and of frames of the input; throws if it does not fit. */
  checkInput(method: string, input: Tensor): [batch: number, frames: number] {
    return checkFrames(this, method, input, this.inputFrameSize, this.kW);
  }

  /** As {@linkcode checkInput} for the arguments of `backward`. */
  checkBackward(input: Tensor, gradOutput: Tensor): [batch: number, frames: number] {
    const found = this.checkInput("backward", input);
    checkFramesBackward(this, input, gradOutput, this.outputFrames(found[1]), this.outputFrameSize);
    return found;
  }

  /** Returns the runs of `kW` frames, which overlap: [batch, n, kW inputFrameSize]. */
  runs(x: Tensor, batch: number, frames: number, n: number): Tensor {
    const { inputFrameSize, kW, dW } = this;
    return viewAt(x, [batch, n, kW * inputFrameSize], [frames * inputFrameSize, dW * inputFrameSize, 1], x.offset);
  }

  /** Without steps between the runs: each frame gets the run of gradients that it leads to, times the weights turned round. */
  gatherGradient(r: Tensor, g: Tensor): void {
    const { inputFrameSize: inputs, outputFrameSize: outputs, kW, weight, code } = this, edge = kW - 1;
    const [batch, n] = g.shape as [number, number], frames = n + 2 * edge;
    const [down, right] = weight.strides as [number, number];
    let padded = g;
    if (edge > 0) {
      padded = this._padded = kept(this._padded, code, [batch, frames, outputs], this.device);
      padded.narrow(1, 0, edge).zero();
      padded.narrow(1, edge, n).copy(g);
      padded.narrow(1, edge + n, edge).zero();
    }
    const last = weight.offset + edge * inputs * right;
    const turned = this._turned = kept(this._turned, code, [kW, outputs, inputs], this.device);
    turned.copy(viewAt(weight, [kW, outputs, inputs], [-inputs * right, down, right], last));
    const runs = viewAt(padded, [batch, n + edge, kW * outputs], [frames * outputs, outputs, 1], padded.offset);
    r.baddbmm(0, 1, runs, viewAt(turned, [batch, kW * outputs, inputs], [0, inputs, 1], turned.offset));
  }

  /** With steps: adds the gradient times the weights to the runs, one frame of them after the other. */
  spreadGradient(r: Tensor, g: Tensor): void {
    const { inputFrameSize: inputs, outputFrameSize: outputs, kW, dW, weight } = this;
    const [batch, n] = g.shape as [number, number], [down, right] = weight.strides as [number, number];
    for (let k = 0; k < kW; k++) {
      const w = viewAt(weight, [batch, outputs, inputs], [0, down, right], weight.offset + k * inputs * right);
      viewAt(r, [batch, n, inputs], [r.strides[0]!, dW * inputs, 1], r.offset + k * inputs).baddbmm(1, 1, g, w);
    }
  }
}
