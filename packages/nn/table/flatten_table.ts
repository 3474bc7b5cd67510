import { Tensor } from "@taimatsu/tensor";
import { Module } from "../module.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkGradOutput } from "../any_dtype.ts";
import { checkActivity, checkList, keptList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Returns the tensors of nested lists as one list, in their order; nothing is copied.
 *
 * Input lists of tensors of any dtype, nested in whatever way. Torch7: `FlattenTable.lua`.
 *
 * @typeParam I The nested lists.
 *
 * @example Usage
 * ```ts
 * import { FlattenTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const y = new FlattenTable().forward([tensor([1]), [tensor([2]), [tensor([3])]]]);
 * assertEquals(y.map((t) => t.item()), [1, 2, 3]);
 * ```
 */
export class FlattenTable<I extends readonly Activity[] = readonly Activity[]> extends Module<I, readonly Tensor[]> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { scratch: () => ({ input_map: [] }) };

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.output = [];
    this.gradInput = [] as readonly Activity[] as I;
  }

  /** Collects the tensors. */
  override updateOutput(input: I): readonly Tensor[] {
    checkList(this, "forward", "input", input, 1, Infinity);
    checkActivity(this, "forward", "input", input);
    const output = keptList(this.output, Infinity) as Tensor[];
    output.length = collect(output, input, 0);
    return this.output = output;
  }

  /** Nests the gradients like the input. */
  override updateGradInput(input: I, gradOutput: readonly Tensor[]): I {
    if (this.gradInput === null) return this.noGradient();
    checkActivity(this, "backward", "input", input);
    checkList(this, "backward", "gradOutput", gradOutput, countTensors(input));
    return this.gradInput = this.nested(this.gradInput, input, gradOutput, 0)[0] as I;
  }

  /** Returns gradients, from index `at` on, nested like `x`, and the index after the last of them. */
  nested(kept: unknown, x: Activity, gradients: readonly Tensor[], at: number): [Activity, number] {
    if (x instanceof Tensor) {
      checkGradOutput(this, `gradOutput[${at}]`, gradients[at], x, "input", x.shape);
      return [gradients[at]!, at + 1];
    }
    const list = keptList(kept, x.length);
    for (let i = 0; i < x.length; i++) [list[i], at] = this.nested(list[i], x[i]!, gradients, at);
    return [list, at];
  }
}

/** Puts the tensors of `x` into a list from index `at` on and returns the index after the last. */
function collect(list: Tensor[], x: Activity, at: number): number {
  if (x instanceof Tensor) {
    list[at] = x;
    return at + 1;
  }
  for (const entry of x) at = collect(list, entry, at);
  return at;
}

function countTensors(x: Activity): number {
  return x instanceof Tensor ? 1 : x.reduce((n, entry) => n + countTensors(entry), 0);
}
