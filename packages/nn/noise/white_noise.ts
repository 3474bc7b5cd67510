import { add, checkFinite, checkRange, type Generator, type Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { checkGradient } from "../math/check_gradient.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Adds noise to its input in training: y = x + n, n from the normal distribution; when evaluating, only its mean is added.
 *
 * Any size. Torch7: `WhiteNoise.lua`, whose backward pass works in training only.
 *
 * @example Usage
 * ```ts
 * import { WhiteNoise } from "@taimatsu/nn";
 * import { zeros } from "@taimatsu/tensor";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const noise = new WhiteNoise(1, 0.5);
 * assert(Math.abs(noise.forward(zeros([10000])).std() - 0.5) < 0.05);
 * assertEquals(noise.evaluate().forward(zeros([2])).toArray(), [1, 1]);
 * ```
 */
export class WhiteNoise extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["mean", "std"], empty: ["noise"] };

  /** Mean of the noise. */
  readonly mean: number;
  /** Standard deviation of the noise. */
  readonly std: number;
  /** What was added to the last input. */
  noise: Tensor;
  /** Source of the random numbers; the default generator if `undefined`. */
  readonly generator: Generator | undefined;

  /**
   * Creates the layer.
   *
   * @param mean Mean of the noise.
   * @param std Standard deviation of the noise, from 0.
   * @throws {RangeError} If a number is not finite, or `std` is negative.
   */
  constructor(mean = 0, std = 0.1, options?: RandomModuleOptions) {
    super(options);
    checkFinite("WhiteNoise", "mean", mean);
    checkRange("WhiteNoise", "std", std, 0, Number.MAX_VALUE);
    this.mean = mean;
    this.std = std;
    this.noise = fresh(this.code, [], this.device);
    this.generator = options?.generator;
  }

  /** y = x + n */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    const output = fitLike(this.output, input.shape), { mean, std, generator } = this;
    if (!this.train) return add(input, mean, { out: output });
    const noise = fitLike(this.noise, input.shape);
    if (std > 0) noise.normal(mean, std, generator && { generator });
    else noise.fill(mean);
    return add(input, noise, { out: output });
  }

  /** ∂loss/∂x = ∂loss/∂y */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    checkGradient(this, input, gradOutput);
    return fitLike(this.gradInput, input.shape).copy(gradOutput);
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "noise"];
  }

  /** Returns `nn.WhiteNoise mean: …, std: …` with six decimals. */
  override toString(): string {
    return `${super.toString()} mean: ${this.mean.toFixed(6)}, std: ${this.std.toFixed(6)}`;
  }
}
