import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { checkTensors } from "../refusal.ts";
import { PairModule } from "./pair_module.ts";
import { asRows } from "./rows.ts";

/**
 * A number for each two rows: the base of `DotProduct`, `CosineDistance` and `PairwiseDistance`.
 *
 * Input two tensors [n], output [1]; or two of [batch, n], output [batch].
 */
export abstract class PairOfRows extends PairModule {
  /** Checks the input and returns both tensors as [batch, n]. */
  rowsOf(method: string, input: readonly Tensor[]): readonly [Tensor, Tensor] {
    const [a, b] = checkTensors(this, method, "input", input, 2) as [Tensor, Tensor], dims = a.shape.length;
    if (dims !== 1 && dims !== 2) throw this.refusal(method, "input[0]", a, [["n"], ["batch", "n"]]);
    if (!sameSize(a.shape, b.shape)) throw this.refusal(method, "input[1]", b, [a.shape]);
    return [asRows(a), asRows(b)];
  }

  /** Gives the output its size and returns it as [batch, 1]. */
  outputColumn(batch: number): Tensor {
    return fitLike(this.output, [batch]).unsqueeze(1);
  }

  /** Checks the gradient with respect to the output and returns it as [batch, 1]. */
  gradColumn(gradOutput: Tensor, batch: number): Tensor {
    if (gradOutput?.store?.code !== this.code || gradOutput.shape.length !== 1 || gradOutput.shape[0] !== batch) {
      throw this.refusal("backward", "gradOutput", gradOutput, [[batch]]);
    }
    return gradOutput.unsqueeze(1);
  }

  /** Checks that the last output was for so many rows, and returns it as [batch, 1]. */
  lastColumn(input: readonly Tensor[], batch: number): Tensor {
    const { output } = this;
    if (output.shape.length === 1 && output.shape[0] === batch) return output.unsqueeze(1);
    const n = input[0]!.shape.at(-1)!;
    throw this.refusal("backward", "input[0]", input[0], [[output.shape[0] ?? 0, n]]);
  }
}
