import type { Tensor } from "@taimatsu/tensor";
import type { RandomModuleOptions } from "../options.ts";
import { checkCounts, kernelText, places } from "./sizes.ts";
import { type MapsSize, type SamplingWindow, SubSampling } from "./sub_sampling.ts";
import { checkFrames } from "./temporal.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Sum of each run of `kW` frames, times a weight plus a bias of its feature.
 *
 * `weight` and `bias` are [inputFrameSize].
 *
 * Input [frames, inputFrameSize] or, which Torch7 lacks, [batch, frames, inputFrameSize]; output the same with
 * ⌊(frames − kW) / dW⌋ + 1 frames. Torch7: `TemporalSubSampling.lua`.
 *
 * @example Usage
 * ```ts
 * import { TemporalSubSampling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const sampling = new TemporalSubSampling(2, 2);
 * sampling.weight.copy(tensor([1, 10]));
 * sampling.bias.zero();
 * assertEquals(sampling.forward(tensor([[1, 2], [3, 4], [5, 6]])).toArray(), [[4, 60], [8, 100]]);
 * ```
 */
export class TemporalSubSampling extends SubSampling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["inputFrameSize", "kW", "dW"] };

  /** Number of features of a frame. */
  readonly inputFrameSize: number;
  /** Number of frames that are added up. */
  readonly kW: number;
  /** Step between them. */
  dW: number;

  /**
   * Draws the parameters from U(−s, s), s = 1 / √kW.
   *
   * @param inputFrameSize Number of features of a frame.
   * @param kW Number of frames that are added up.
   * @param dW Step between them.
   * @throws {RangeError} If a number is no integer from 1.
   */
  constructor(inputFrameSize: number, kW: number, dW = 1, options: RandomModuleOptions = {}) {
    checkCounts(new.target.name, { inputFrameSize, kW, dW }, 1);
    super(inputFrameSize, options);
    this.inputFrameSize = inputFrameSize;
    this.kW = kW;
    this.dW = dW;
    this.reset();
  }

  /** Returns the window over maps whose rows are frames. */
  override window(): SamplingWindow {
    return { kW: 1, kH: this.kW, dW: 1, dH: this.dW };
  }

  /** Returns the size of the output for an input; throws if that does not fit. */
  override outputSize(method: string, input: Tensor): number[] {
    const [, frames] = checkFrames(this, method, input, this.inputFrameSize, this.kW);
    return input.shape.with(-2, places(frames, this.kW, this.dW, 0, 1));
  }

  /** Returns the size of an input or output as that of maps whose rows are frames. */
  override mapsOf(size: readonly number[]): MapsSize {
    return [size.length === 2 ? 1 : size[0]!, 1, size.at(-2)!, this.inputFrameSize];
  }

  /** Returns the size of an output as [outer, planes, inner]. */
  override planesOf(size: readonly number[]): [outer: number, planes: number, inner: number] {
    return [size.length === 2 ? size[0]! : size[0]! * size[1]!, this.inputFrameSize, 1];
  }

  /** Returns a parameter so that it broadcasts over frames. */
  override overOutput(x: Tensor): Tensor {
    return x;
  }

  /** Returns the number of features, the number of frames and the step, if that is not 1. */
  override toString(): string {
    return `${super.toString()}(${this.inputFrameSize}, ${kernelText([this.kW], [this.dW], [])})`;
  }
}
