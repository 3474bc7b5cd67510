import type { Tensor } from "@taimatsu/tensor";
import { Module } from "../module.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkGradientLike } from "./alike.ts";
import { checkActivity, checkList, keptList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/** Lists of equal lengths in a list. */
export type Lists = readonly (readonly Activity[])[];

/**
 * Exchanges the two outer levels of lists: [[a_0, a_1], [b_0, b_1]] → [[a_0, b_0], [a_1, b_1]]; nothing is copied.
 *
 * Input a list of lists of equal lengths; their entries are tensors of any dtype, or lists. Torch7: `ZipTable.lua`.
 *
 * @typeParam I The lists: of tensors unless given.
 *
 * @example Usage
 * ```ts
 * import { ZipTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const y = new ZipTable().forward([[tensor([1]), tensor([2])], [tensor([10]), tensor([20])]]);
 * assertEquals(y.map((pair) => pair.map((t) => t.item())), [[1, 10], [2, 20]]);
 * ```
 */
export class ZipTable<I extends Lists = readonly (readonly Tensor[])[]> extends Module<I, I> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { scratch: () => ({ modules: [] }) };

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.output = [] as Lists as I;
    this.gradInput = [] as Lists as I;
  }

  /** Exchanges the levels. */
  override updateOutput(input: I): I {
    this.checkInput("forward", input);
    return this.output = zip(this.output, input) as Lists as I;
  }

  /** Exchanges the levels of the gradients. */
  override updateGradInput(input: I, gradOutput: I): I {
    if (this.gradInput === null) return this.noGradient();
    const n = this.checkInput("backward", input);
    checkList(this, "backward", "gradOutput", gradOutput, n);
    for (let i = 0; i < n; i++) {
      checkList(this, "backward", `gradOutput[${i}]`, gradOutput[i], input.length);
      for (let k = 0; k < input.length; k++) {
        checkGradientLike(this, `gradOutput[${i}][${k}]`, gradOutput[i]![k], input[k]![i]!);
      }
    }
    return this.gradInput = zip(this.gradInput, gradOutput) as Lists as I;
  }

  /** Returns the length of the lists, or throws if the input is no list of lists of one length. */
  checkInput(method: string, input: I): number {
    checkList(this, method, "input", input, 1, Infinity);
    checkList(this, method, "input[0]", input[0], 1, Infinity);
    const n = input[0]!.length;
    for (let i = 1; i < input.length; i++) checkList(this, method, `input[${i}]`, input[i], n);
    checkActivity(this, method, "input", input);
    return n;
  }
}

/** Exchanges the two levels of lists, in lists that are kept. */
function zip(kept: unknown, lists: Lists): Activity[] {
  const n = lists[0]!.length, zipped = keptList(kept, n);
  for (let i = 0; i < n; i++) {
    const entry = zipped[i] = keptList(zipped[i], lists.length);
    for (let k = 0; k < lists.length; k++) entry[k] = lists[k]![i]!;
  }
  return zipped;
}
