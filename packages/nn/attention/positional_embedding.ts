import { checkInteger, empty, type Generator, sum, type Tensor, zerosLike } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import type { RandomModuleOptions } from "../options.ts";
import { Positions } from "./positions.ts";

/**
 * Adds a learned vector to every position: y_t = x_t + weight_t.
 *
 * Input [T, embedDim] or [batch, T, embedDim], T up to `maxLength`; the output is sized like it. Not in Torch7.
 *
 * @example Usage
 * ```ts
 * import { PositionalEmbedding } from "@taimatsu/nn";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const positions = new PositionalEmbedding(10, 4);
 * assertEquals(positions.forward(zeros([3, 4])).toArray(), positions.weight.narrow(0, 0, 3).toArray());
 * ```
 */
export class PositionalEmbedding extends Positions {
  /** Number of positions that have a vector. */
  readonly maxLength: number;
  /** Features of a position. */
  readonly embedDim: number;
  /** The vectors, [maxLength, embedDim]. */
  override weight: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Gradients, summed over the batch. */
  _sum: Tensor | null = null;

  /**
   * Draws the vectors: see {@linkcode reset}.
   *
   * @param maxLength Number of positions that have a vector.
   * @param embedDim Features of a position.
   * @throws {RangeError} If a number is no integer from 1.
   */
  constructor(maxLength: number, embedDim: number, options?: RandomModuleOptions) {
    super(options);
    checkInteger("PositionalEmbedding", "maxLength", maxLength, 1);
    checkInteger("PositionalEmbedding", "embedDim", embedDim, 1);
    this.maxLength = maxLength;
    this.embedDim = embedDim;
    this.generator = options?.generator;
    this.weight = empty([maxLength, embedDim], this.tensorOptions());
    this.gradWeight = zerosLike(this.weight);
    this.reset();
  }

  /** Draws the vectors from a normal distribution with mean 0 and standard deviation `stdv`. */
  override reset(stdv = 0.02): void {
    this.weight.normal(0, stdv, this.generator && { generator: this.generator });
  }

  /** Returns the first vectors. */
  override table(length: number): Tensor {
    if (length > this.maxLength) throw this.tooLong(length, this.maxLength);
    return this.weight.narrow(0, 0, length);
  }

  /** Adds `scale` times the gradients of all samples. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    this.checkGradient(input, gradOutput);
    const length = input.shape.at(-2)!, first = this.gradWeight.narrow(0, 0, length);
    if (gradOutput.shape.length === 2) first.add(scale, gradOutput);
    else {
      this._sum = kept(this._sum, this.code, [1, length, this.embedDim], this.device);
      first.add(scale, sum(gradOutput, 0, { out: this._sum }).select(0, 0));
    }
  }

  /** Returns `nn.PositionalEmbedding(maxLength, embedDim)`. */
  override toString(): string {
    return `${super.toString()}(${this.maxLength}, ${this.embedDim})`;
  }
}
