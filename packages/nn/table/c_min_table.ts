import { cmin, type Tensor } from "@taimatsu/tensor";
import { ExtremeTable } from "./extreme_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Smallest of tensors, element by element: y = min x_i; NaN where one of them is.
 *
 * Input a list of at least one tensor, all of one size. The gradient goes to the first tensor that has the smallest element.
 * Torch7: `CMinTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { CMinTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new CMinTable().forward([tensor([1, 20]), tensor([10, 2])]).toArray(), [1, 2]);
 * ```
 */
export class CMinTable extends ExtremeTable {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { empty: ["minIdx", "mask", "minVals", "gradMaxVals"] };

  /** Computes the smaller of two tensors. */
  override choose(out: Tensor, a: Tensor, b: Tensor): void {
    cmin(a, b, { out });
  }
}
