import { cdiv, cmul, type Tensor } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { EqualTable } from "./equal_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Quotient of two tensors: y = x_0 / x_1; where x_1 is 0, infinite or NaN as division gives it.
 *
 * Input a list of two tensors of one size. Torch7: `CDivTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { CDivTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new CDivTable().forward([tensor([1, 3]), tensor([4, 2])]).toArray(), [0.25, 1.5]);
 * ```
 */
export class CDivTable extends EqualTable {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(2, 2, options);
  }

  /** y = x_0 / x_1 */
  override combine(output: Tensor, input: readonly Tensor[]): void {
    cdiv(input[0]!, input[1]!, { out: output });
  }

  /** ∂loss/∂x_0 = ∂loss/∂y / x_1, ∂loss/∂x_1 = −∂loss/∂y · x_0 / x_1² */
  override spread(gradInput: readonly Tensor[], input: readonly Tensor[], gradOutput: Tensor): void {
    const [first, second] = gradInput as [Tensor, Tensor];
    cdiv(gradOutput, input[1]!, { out: first });
    cmul(first, input[0]!, { out: second });
    cdiv(second, input[1]!, { out: second });
    second.neg();
  }
}
