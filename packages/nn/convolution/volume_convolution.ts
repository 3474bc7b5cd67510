import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike, kept } from "../kernels.ts";
import type { Activity, SizeForms } from "../options.ts";
import { Convolution, type ConvolutionSizes, type SpatialConvolutionOptions } from "./convolution.ts";
import { convolve, convolveBack, convolveParameters } from "./engine.ts";
import { asFrames, asVolumes, gatherFrames, keptFrames, samplesAtOnce, scatterFrames } from "./frames.ts";
import { checkCounts, kernelText } from "./sizes.ts";

/** Options of convolutions over volumes. */
export interface VolumetricConvolutionOptions extends SpatialConvolutionOptions {
  /** Step between neighbours of the kernel along the time; 1 by default. */
  dilationT?: number;
}

/** Planes and kernel of a convolution over volumes. */
export interface VolumeSizes extends ConvolutionSizes {
  /** Frames of the kernel. */
  kT: number;
  /** Step along the time. */
  dT: number;
  /** Padding before and after. */
  padT: number;
}

/**
 * A convolution over volumes, [planes, time, height, width], or a batch of them: what the direct and the transposed ones share.
 *
 * @typeParam I Input: a tensor unless given.
 */
export abstract class VolumeConvolution<I extends Activity = Tensor> extends Convolution<I> {
  /** Frames of the kernel. */
  readonly kT: number;
  /** Step along the time. */
  dT: number;
  /** Padding before and after. */
  padT: number;
  /** Step between neighbours of the kernel along the time. */
  dilationT: number;
  /** Frames that the kernel gathers or spreads. */
  _frames: Tensor | null = null;
  /** Frames of the maps on the other side of the kernel. */
  _maps: Tensor | null = null;

  /**
   * Checks the numbers and makes the parameters.
   *
   * @param sizes Planes and kernel.
   * @param options Dilation, groups, dtype and generator.
   * @param weight Size of the kernels.
   * @throws {RangeError} If a number is no integer in its range, or the planes cannot be divided into the groups.
   */
  constructor(sizes: VolumeSizes, options: VolumetricConvolutionOptions, weight: readonly number[]) {
    const { kT, dT, padT } = sizes, { dilationT = 1, dilationW = dilationT } = options;
    checkCounts(new.target.name, { kT, dT, dilationT }, 1);
    checkCounts(new.target.name, { padT }, 0);
    super(sizes, { ...options, dilationW }, weight);
    this.kT = kT;
    this.dT = dT;
    this.padT = padT;
    this.dilationT = dilationT;
  }

  /** Returns the time, height and width of the output for those of the input. */
  abstract outputSize(time: number, height: number, width: number): [time: number, height: number, width: number];

  /** Returns the least time, height and width of an input. */
  abstract leastSize(): [time: number, height: number, width: number];

  /** Returns the number of inputs of an output by which the parameters are drawn. */
  override fanIn(): number {
    return super.fanIn() * this.kT;
  }

  /** Returns the sizes of inputs that are accepted. */
  inputForms(): SizeForms {
    const [t, h, w] = this.leastSize(), volume = [this.nInputPlane, `time >= ${t}`, `height >= ${h}`, `width >= ${w}`];
    return [volume, ["batch", ...volume]];
  }

  /** Returns the input as a batch of volumes; throws if it is neither that nor one sample, or too small. */
  checkInput(method: string, input: Tensor): Tensor {
    if (input?.store?.code === this.code) {
      const { shape } = input, d = shape.length - 4;
      if ((d === 0 || d === 1) && shape[d] === this.nInputPlane) {
        const [t, h, w] = this.outputSize(shape[d + 1]!, shape[d + 2]!, shape[d + 3]!);
        if (t >= 1 && h >= 1 && w >= 1) return d === 0 ? input.unsqueeze(0) : input;
      }
    }
    throw this.refusal(method, "input", input, this.inputForms());
  }

  /** Returns ∂loss/∂output as a batch of volumes of that size; throws if it is not sized so, in a batch if the input is one. */
  checkGradient(input: Tensor, gradOutput: Tensor, size: readonly number[]): Tensor {
    const sample = input.shape.length === 4, wanted = this.sizeLike(input, this.nOutputPlane, size);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, wanted)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [wanted]);
    }
    return sample ? gradOutput.unsqueeze(0) : gradOutput;
  }

  /** Gives a tensor that the layer keeps so many volumes of that size, in a batch if the input is one; returns it as a batch. */
  fitVolumes(x: Tensor, input: Tensor, planes: number, size: readonly number[]): Tensor {
    fitLike(x, this.sizeLike(input, planes, size));
    return input.shape.length === 4 ? x.unsqueeze(0) : x;
  }

  /** Returns the size of so many planes, in a batch if the input is one. */
  sizeLike(input: Tensor, planes: number, size: readonly number[]): number[] {
    return input.shape.length === 4 ? [planes, ...size] : [input.shape[0]!, planes, ...size];
  }

  /**
   * Correlates volumes with the kernels.
   *
   * @param wide The volumes, a batch with any strides.
   * @param narrow Receives the result: volumes with an element for each place of the kernel.
   * @param bias Is added, unless `null`.
   */
  correlate(wide: Tensor, narrow: Tensor, bias: Tensor | null): void {
    const weight = this.contiguousWeight(), time = narrow.shape[2]!;
    this.eachPart(wide, narrow, (from, to) => {
      const frames = gatherFrames(this.keptWide(from, time), from, this), maps = asFrames(to);
      if (maps !== null) {
        convolve(this, maps, frames, weight, bias);
        return;
      }
      for (let b = 0; b < to.shape[0]!; b++) { // the frames of one sample lie equally far apart
        convolve(this, to.select(0, b).transpose(0, 1), frames.narrow(0, b * time, time), weight, bias);
      }
    });
  }

  /** The gradient of {@linkcode correlate} with respect to the volumes: `wide` receives what `narrow` spreads. */
  spread(wide: Tensor, narrow: Tensor): void {
    const weight = this.contiguousWeight(), time = narrow.shape[2]!;
    this.eachPart(wide, narrow, (to, from) => {
      scatterFrames(to, convolveBack(this, this.keptWide(to, time), this.framesOf(from), weight), this);
    });
  }

  /** Adds `scale` times the gradients of {@linkcode correlate} with respect to kernels and biases, where `narrow` is that of the result. */
  addGradients(wide: Tensor, narrow: Tensor, gradBias: Tensor | null, scale: number): void {
    this.eachPart(wide, narrow, (from, gradient) => {
      const frames = gatherFrames(this.keptWide(from, narrow.shape[2]!), from, this);
      convolveParameters(this, this.gradWeight, gradBias, frames, this.framesOf(gradient), scale);
    });
  }

  /** Calls `fn` for successive samples of both batches, as many as memory for frames should hold. */
  eachPart(wide: Tensor, narrow: Tensor, fn: (wide: Tensor, narrow: Tensor) => void): void {
    const [batch, c, , h, w] = wide.shape as [number, number, number, number, number];
    const [, planes, time, rows, columns] = narrow.shape as [number, number, number, number, number];
    const step = samplesAtOnce(batch, time * Math.max(c * this.kT * h * w, planes * rows * columns));
    for (let b = 0; b < batch; b += step) {
      const n = Math.min(step, batch - b);
      fn(wide.narrow(0, b, n), narrow.narrow(0, b, n));
    }
  }

  /** Returns memory for frames that the kernel gathers or spreads at `time` places. */
  keptWide({ shape }: Tensor, time: number): Tensor {
    const [b, c, , h, w] = shape as [number, number, number, number, number];
    return this._frames = kept(this._frames, this.code, [b * time, c * this.kT, h, w], this.device);
  }

  /** Returns volumes as frames: a view, or a copy that is kept. */
  framesOf(volumes: Tensor): Tensor {
    const frames = asFrames(volumes);
    if (frames !== null) return frames;
    const buffer = this._maps = keptFrames(this._maps, volumes);
    asVolumes(buffer, volumes.shape[2]!).copy(volumes);
    return buffer;
  }

  /** Returns what `toString()` writes between parentheses: time, width, height. */
  override describe(): string {
    const { nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH } = this;
    return `${nInputPlane} -> ${nOutputPlane}, ${kernelText([kT, kW, kH], [dT, dW, dH], [padT, padW, padH])}`;
  }
}
