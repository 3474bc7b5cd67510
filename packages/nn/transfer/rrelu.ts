import { checkRange, cmul, type Generator, le, sameSize, sum, type Tensor } from "@taimatsu/tensor";
import { fresh, op, UINT8 } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import type { RandomModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "leakyRelu");

/**
 * Rectifier with random slopes for negative inputs: y = x for x > 0, else a · x, where in training each element draws its a from
 * U(lower, upper), and otherwise a = (lower + upper) / 2.
 *
 * Any size. The numbers are drawn in the order of the elements and only for those that need one, as in Torch7.
 *
 * Xu et al., "Empirical Evaluation of Rectified Activations in Convolution Network", 2015. Torch7: `RReLU.lua`.
 *
 * @example Usage
 * ```ts
 * import { RReLU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const layer = new RReLU(0.25, 0.75), y = layer.forward(tensor([-4, 2]));
 * assert(y.get(0) <= -1 && y.get(0) >= -3 && y.get(1) === 2);
 * assertEquals(layer.evaluate().forward(tensor([-4, 2])).toArray(), [-2, 2]);
 * ```
 */
export class RReLU extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["lower", "upper", "inplace"], empty: ["noise"] };

  /** The smallest slope. */
  readonly lower: number;
  /** The largest slope. */
  readonly upper: number;
  /** What the last input was multiplied by in training: the slope for negative elements, else 1. */
  noise: Tensor;
  /** Source of the slopes; the default generator if `undefined`. */
  readonly generator: Generator | undefined;
  /** Which elements need a slope. */
  _mask: Tensor | null = null;
  /** The slopes that were drawn, one after another. */
  _slopes: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param lower The smallest slope, from 0.
   * @param upper The largest slope, from `lower`.
   * @param inplace Whether to overwrite input and gradient.
   * @throws {RangeError} If a slope lies outside its range.
   */
  constructor(lower = 1 / 8, upper = 1 / 3, inplace = false, options?: RandomModuleOptions) {
    super(OP, (lower + upper) / 2, 0, inplace, options);
    checkRange("RReLU", "lower", lower, 0, Number.MAX_VALUE);
    checkRange("RReLU", "upper", upper, lower, Number.MAX_VALUE);
    this.lower = lower;
    this.upper = upper;
    this.noise = fresh(this.code, [], this.device);
    this.generator = options?.generator;
  }

  /** y = x for x > 0, else a · x */
  override updateOutput(input: Tensor): Tensor {
    if (!this.train) return super.updateOutput(input);
    const output = this.outputFor(input);
    this.draw(input);
    return cmul(input, this.noise, { out: output });
  }

  /** ∂loss/∂x = ∂loss/∂y for x > 0, else a · ∂loss/∂y */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (!this.train || this.gradInput === null) return super.updateGradInput(input, gradOutput);
    const gradInput = this.gradientFor(this.gradInput, input, gradOutput), { noise } = this;
    if (!sameSize(noise.shape, input.shape)) throw this.refusal("backward", "input", input, [noise.shape]);
    return cmul(gradOutput, noise, { out: gradInput });
  }

  /** Draws a slope for each element that is not above 0. */
  draw(input: Tensor): void {
    const noise = fitLike(this.noise, input.shape).fill(1);
    this._mask = kept(this._mask, UINT8, input.shape, this.device);
    this._slopes = kept(this._slopes, this.code, [input.count], this.device);
    const n = sum(le(input, 0, { out: this._mask }));
    if (n === 0) return;
    const slopes = this._slopes.narrow(0, 0, n);
    slopes.uniform(this.lower, this.upper, this.generator && { generator: this.generator });
    noise.maskedCopy(this._mask, slopes);
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "noise"];
  }

  /** Returns `nn.RReLU (l:…, u:…)` with six decimals. */
  override toString(): string {
    return `${super.toString()} (l:${this.lower.toFixed(6)}, u:${this.upper.toFixed(6)})`;
  }
}
