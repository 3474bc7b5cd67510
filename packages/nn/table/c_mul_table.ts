import { cmul, type Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { EqualTable } from "./equal_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Product of tensors: y = Π x_i.
 *
 * Input a list of at least one tensor, all of one size. Torch7: `CMulTable.lua`. The gradient multiplies the other tensors, so that
 * it is right at zeros too; Torch7's second method for it, `updateGradInput_efficient`, divides the output and gives NaN there: it
 * is not here, and not needed, as this one takes three passes over each tensor, however many there are.
 *
 * @example Usage
 * ```ts
 * import { CMulTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new CMulTable().forward([tensor([1, 2]), tensor([10, 20])]).toArray(), [10, 40]);
 * ```
 */
export class CMulTable extends EqualTable {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Product of the last tensors. */
  _product: Tensor | null = null;

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(1, Infinity, options);
  }

  /** y = Π x_i */
  override combine(output: Tensor, input: readonly Tensor[]): void {
    if (input.length === 1) output.copy(input[0]!);
    else cmul(input[0]!, input[1]!, { out: output });
    for (let i = 2; i < input.length; i++) cmul(output, input[i]!, { out: output });
  }

  /** ∂loss/∂x_i = ∂loss/∂y · Π_(j≠i) x_j */
  override spread(gradInput: readonly Tensor[], input: readonly Tensor[], gradOutput: Tensor): void {
    const n = input.length;
    if (n === 1) {
      gradInput[0]!.copy(gradOutput);
      return;
    }
    // First what comes before each tensor, then what comes after it.
    for (let i = 1; i < n; i++) cmul(i === 1 ? gradOutput : gradInput[i - 1]!, input[i - 1]!, { out: gradInput[i]! });
    let after = input[n - 1]!;
    for (let i = n - 2; i >= 0; i--) {
      cmul(i === 0 ? gradOutput : gradInput[i]!, after, { out: gradInput[i]! });
      if (i === 0) break;
      const product = this._product = kept(this._product, this.code, input[i]!.shape, this.device);
      after = cmul(after, input[i]!, { out: product });
    }
  }
}
