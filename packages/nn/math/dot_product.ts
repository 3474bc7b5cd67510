import { cmul, sum, type Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import { PairOfRows } from "./pair_of_rows.ts";
import { asRows } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Dot products of rows: y = Σ a · b.
 *
 * Input two tensors [n], output [1]; or two of [batch, n], output [batch]. Torch7: `DotProduct.lua`.
 *
 * @example Usage
 * ```ts
 * import { DotProduct } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new DotProduct().forward([tensor([[1, 2], [3, 4]]), tensor([[5, 6], [1, 0]])]).toArray(), [17, 3]);
 * ```
 */
export class DotProduct extends PairOfRows {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Products of the elements. */
  _products: Tensor | null = null;

  /** y = Σ a · b */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const [a, b] = this.rowsOf("forward", input), out = this.outputColumn(a.shape[0]!);
    this._products = kept(this._products, this.code, a.shape, this.device);
    sum(cmul(a, b, { out: this._products }), 1, { out });
    return this.output;
  }

  /** ∂loss/∂a = b · ∂loss/∂y, ∂loss/∂b = a · ∂loss/∂y */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const [a, b] = this.rowsOf("backward", input), g = this.gradColumn(gradOutput, a.shape[0]!);
    const gradients = this.gradientsLike(this.gradInput, input[0]!, input[1]!);
    cmul(b, g, { out: asRows(gradients[0]) });
    cmul(a, g, { out: asRows(gradients[1]) });
    return gradients;
  }
}
