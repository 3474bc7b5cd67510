import { checkRange, cmul, type Generator, mul, sameSize, type Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { checkGradient } from "../math/check_gradient.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";

/**
 * Dropout of whole maps: the base of `SpatialDropout` and `VolumetricDropout`.
 *
 * In training every map is set to 0 with probability p and the others pass as they are; when evaluating, all are multiplied
 * by 1 − p.
 */
export abstract class MapDropout extends Module {
  /** Probability that a map is set to 0. */
  p: number;
  /** Whether maps are dropped when evaluating too. */
  readonly stochasticInference: boolean;
  /** What the maps of the last input were multiplied by: 0 or 1. */
  noise: Tensor;
  /** Source of the random numbers; the default generator if `undefined`. */
  readonly generator: Generator | undefined;
  /** What the dimensions of a sample are called. */
  readonly sample: readonly string[];

  /** Names the dimensions of a sample. */
  constructor(sample: readonly string[], p: number, stochasticInference: boolean, options?: RandomModuleOptions) {
    super(options);
    checkRange(new.target.name, "p", p, 0, 1);
    this.p = p;
    this.stochasticInference = stochasticInference;
    this.noise = fresh(this.code, [], this.device);
    this.generator = options?.generator;
    this.sample = sample;
  }

  /** Changes the probability. */
  setp(p: number): this {
    checkRange(`${this.constructor.name}.setp`, "p", p, 0, 1);
    this.p = p;
    return this;
  }

  /** Drops maps, or multiplies all by 1 − p. */
  override updateOutput(input: Tensor): Tensor {
    const size = this.noiseSize("forward", input), output = fitLike(this.output, input.shape);
    if (!this.drops()) return mul(input, 1 - this.p, { out: output });
    const noise = fitLike(this.noise, size);
    noise.bernoulli(1 - this.p, this.generator && { generator: this.generator });
    return cmul(input, noise, { out: output });
  }

  /** Multiplies by what the input was multiplied by. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const size = this.noiseSize("backward", input), { noise, output } = this;
    checkGradient(this, input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape);
    if (!this.drops()) return mul(gradOutput, 1 - this.p, { out: gradInput });
    if (!sameSize(noise.shape, size)) throw this.refusal("backward", "input", input, [output.shape]);
    return cmul(gradOutput, noise, { out: gradInput });
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "noise"];
  }

  /** Returns the name and p with six decimals. */
  override toString(): string {
    return `${super.toString()}(${this.p.toFixed(6)})`;
  }

  /** Returns whether maps are dropped now. */
  drops(): boolean {
    return this.train || this.stochasticInference;
  }

  /** Checks the input and returns the size of the noise: one number for each map. */
  noiseSize(method: string, input: Tensor): number[] {
    const { sample } = this;
    if (input?.store?.code === this.code) {
      const { shape } = input, maps = shape.length - sample.length + 1;
      if (maps === 1 || maps === 2) return shape.map((s, d) => d < maps ? s : 1);
    }
    throw this.refusal(method, "input", input, [sample, ["batch", ...sample]]);
  }
}
