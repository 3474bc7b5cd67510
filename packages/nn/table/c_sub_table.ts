import { csub, neg, type Tensor } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { EqualTable } from "./equal_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Difference of two tensors: y = x_0 − x_1.
 *
 * Input a list of two tensors of one size. Torch7: `CSubTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { CSubTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new CSubTable().forward([tensor([1, 2]), tensor([10, 20])]).toArray(), [-9, -18]);
 * ```
 */
export class CSubTable extends EqualTable {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(2, 2, options);
  }

  /** y = x_0 − x_1 */
  override combine(output: Tensor, input: readonly Tensor[]): void {
    csub(input[0]!, input[1]!, { out: output });
  }

  /** ∂loss/∂x_0 = ∂loss/∂y, ∂loss/∂x_1 = −∂loss/∂y */
  override spread(gradInput: readonly Tensor[], _input: readonly Tensor[], gradOutput: Tensor): void {
    gradInput[0]!.copy(gradOutput);
    neg(gradOutput, { out: gradInput[1]! });
  }
}
