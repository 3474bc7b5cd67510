import { add, formatSize, sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";

/**
 * Adds to every position what tells it from the others: the base of `PositionalEmbedding` and `SinusoidalPositions`.
 *
 * Input [T, embedDim] or [batch, T, embedDim]; the output is sized like it.
 */
export abstract class Positions extends Module {
  /** Features of a position. */
  abstract readonly embedDim: number;

  /** Returns what is added to the first positions, [length, embedDim], or throws if there are too many. */
  abstract table(length: number): Tensor;

  /** Adds the table to every sample. */
  override updateOutput(input: Tensor): Tensor {
    const fits = input?.store?.code === this.code && (input.shape.length === 2 || input.shape.length === 3) &&
      input.count > 0 && input.shape.at(-1) === this.embedDim;
    if (!fits) throw this.refusal("forward", "input", input, [["T", this.embedDim], ["batch", "T", this.embedDim]]);
    return add(input, this.table(input.shape.at(-2)!), { out: fitLike(this.output, input.shape) });
  }

  /** Copies the gradient. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkGradient(input, gradOutput);
    return fitLike(this.gradInput, input.shape).copy(gradOutput);
  }

  /** Throws unless the gradient has the sizes of the input. */
  checkGradient(input: Tensor, gradOutput: Tensor): void {
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, input.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [input.shape]);
    }
  }

  /** Returns the error for more positions than there are. */
  tooLong(input: number, length: number): TypeError {
    return new TypeError(
      `Cannot run ${this.constructor.name}.forward: input must have at most ${length} positions but is ` +
        formatSize(["…", input, this.embedDim]),
    );
  }
}
