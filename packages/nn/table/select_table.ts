import { checkIndex, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkActivity, checkList } from "./lists.ts";
import { checkGradientLike } from "./alike.ts";
import { PartOfTable } from "./part_of_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Returns one entry of a list, which is not copied; the gradient with respect to the others is 0.
 *
 * Input a list; entries are tensors of any dtype, or lists. Lists have no keys, so that the entry is named by its index alone.
 * Torch7: `SelectTable.lua`.
 *
 * @typeParam I List: of tensors unless given.
 * @typeParam O Its entry: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { SelectTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SelectTable(1).forward([tensor([1]), tensor([2]), tensor([3])]).item(), 2);
 * assertEquals(new SelectTable(-1).forward([tensor([1]), tensor([2]), tensor([3])]).item(), 3);
 * ```
 */
export class SelectTable<I extends readonly Activity[] = readonly Tensor[], O extends Activity = Tensor>
  extends PartOfTable<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("index")] };

  /** The index of the entry; negative ones count from the end. */
  readonly index: number;

  /**
   * Creates the layer.
   *
   * @param index Which entry; negative ones count from the end.
   * @throws {RangeError} If it is no integer.
   */
  constructor(index: number, options?: ModuleOptions) {
    super(options);
    checkInteger("SelectTable", "index", index, -Infinity);
    this.index = index;
  }

  /** Returns the entry. */
  override updateOutput(input: I): O {
    return this.output = input[this.indexIn("forward", input)] as O;
  }

  /** Puts the gradient to the entry's place. */
  override updateGradInput(input: I, gradOutput: O): I {
    if (this.gradInput === null) return this.noGradient();
    const index = this.indexIn("backward", input);
    checkGradientLike(this, "gradOutput", gradOutput, input[index]!);
    return this.placed(input, index, [gradOutput]);
  }

  /** Returns the index from 0, or throws if the list has no such entry. */
  indexIn(method: string, input: I): number {
    checkList(this, method, "input", input, 1, Infinity);
    checkActivity(this, method, "input", input);
    return checkIndex(`SelectTable.${method}`, "index", this.index, input.length);
  }

  /** Returns `nn.SelectTable(index)`. */
  override toString(): string {
    return `${super.toString()}(${this.index})`;
  }
}
