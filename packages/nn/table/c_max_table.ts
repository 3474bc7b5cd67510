import { cmax, type Tensor } from "@taimatsu/tensor";
import { ExtremeTable } from "./extreme_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Largest of tensors, element by element: y = max x_i; NaN where one of them is.
 *
 * Input a list of at least one tensor, all of one size. The gradient goes to the first tensor that has the largest element.
 * Torch7: `CMaxTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { CMaxTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new CMaxTable().forward([tensor([1, 20]), tensor([10, 2])]).toArray(), [10, 20]);
 * ```
 */
export class CMaxTable extends ExtremeTable {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { empty: ["maxIdx", "mask", "maxVals", "gradMaxVals"] };

  /** Computes the larger of two tensors. */
  override choose(out: Tensor, a: Tensor, b: Tensor): void {
    cmax(a, b, { out });
  }
}
