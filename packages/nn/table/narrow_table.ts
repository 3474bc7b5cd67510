import { checkIndex, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkGradientLike } from "./alike.ts";
import { checkActivity, checkList, keptList } from "./lists.ts";
import { PartOfTable } from "./part_of_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Returns some entries of a list that follow one another, which are not copied; the gradient with respect to the others is 0.
 *
 * Input a list; entries are tensors of any dtype, or lists. Torch7: `NarrowTable.lua`.
 *
 * @typeParam I List: of tensors unless given.
 * @typeParam O List of its entries: of tensors unless given.
 *
 * @example Usage
 * ```ts
 * import { NarrowTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const y = new NarrowTable(1, 2).forward([tensor([1]), tensor([2]), tensor([3])]);
 * assertEquals(y.map((t) => t.item()), [2, 3]);
 * ```
 */
export class NarrowTable<
  I extends readonly Activity[] = readonly Tensor[],
  O extends readonly Activity[] = readonly Tensor[],
> extends PartOfTable<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("offset"), "length"] };

  /** The index of the first entry; negative ones count from the end. */
  readonly offset: number;
  /** How many entries are returned. */
  readonly length: number;

  /**
   * Creates the layer.
   *
   * @param offset The index of the first entry; negative ones count from the end.
   * @param length How many entries are returned.
   * @throws {RangeError} If a number is no integer, or `length` is below 1.
   */
  constructor(offset: number, length = 1, options?: ModuleOptions) {
    super(options);
    checkInteger("NarrowTable", "offset", offset, -Infinity);
    checkInteger("NarrowTable", "length", length, 1);
    this.offset = offset;
    this.length = length;
    this.output = [] as readonly Activity[] as O;
  }

  /** Returns the entries. */
  override updateOutput(input: I): O {
    const start = this.startIn("forward", input), output = keptList(this.output, this.length);
    for (let i = 0; i < this.length; i++) output[i] = input[start + i]!;
    return this.output = output as readonly Activity[] as O;
  }

  /** Puts the gradients to the entries' places. */
  override updateGradInput(input: I, gradOutput: O): I {
    if (this.gradInput === null) return this.noGradient();
    const start = this.startIn("backward", input);
    checkList(this, "backward", "gradOutput", gradOutput, this.length);
    for (let i = 0; i < this.length; i++) {
      checkGradientLike(this, `gradOutput[${i}]`, gradOutput[i], input[start + i]!);
    }
    return this.placed(input, start, gradOutput);
  }

  /** Returns the index of the first entry from 0, or throws if the list is too short. */
  startIn(method: string, input: I): number {
    checkList(this, method, "input", input, this.length, Infinity);
    checkActivity(this, method, "input", input);
    const start = checkIndex(`NarrowTable.${method}`, "offset", this.offset, input.length);
    if (start + this.length > input.length) checkList(this, method, "input", input, start + this.length, Infinity);
    return start;
  }
}
