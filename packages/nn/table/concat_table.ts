import type { Tensor } from "@taimatsu/tensor";
import { Branches } from "../containers/branches.ts";
import { sumOf } from "../containers/sum.ts";
import { treeText } from "../containers/tree.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Gives its input to all modules and returns the list of their outputs; the gradient with respect to the input is the sum of
 * theirs.
 *
 * Input whatever the modules take, lists of tensors too. Torch7: `ConcatTable.lua`.
 *
 * @typeParam I Input of the modules: a tensor unless given.
 * @typeParam O List of their outputs: of tensors unless given.
 *
 * @example Usage
 * ```ts
 * import { CAddTable, ConcatTable, Identity, Linear, Sequential } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const residual = new Sequential()
 *   .add(new ConcatTable().add(new Linear(4, 4)).add(new Identity()))
 *   .add(new CAddTable());
 * assertEquals(residual.forward(rand([2, 4])).size(), [2, 4]);
 * ```
 */
export class ConcatTable<I extends Activity = Tensor, O extends readonly Activity[] = readonly Tensor[]>
  extends Branches<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates a container without modules: see `add`. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.output = this._outputs as readonly Activity[] as O;
  }

  /** Returns the outputs. */
  override join(outputs: readonly Activity[]): O {
    return outputs as O;
  }

  /** Throws unless there is a gradient for each module. */
  override checkGradient(gradOutput: O): void {
    checkList(this, "backward", "gradOutput", gradOutput, this._outputs.length);
  }

  /** Returns the gradient for a module. */
  override gradOutputAt(gradOutput: O, index: number): Activity {
    return gradOutput[index]!;
  }

  /** Adds up the gradients. */
  override joinGradients(_input: I, gradients: readonly Activity[]): Activity | null {
    return sumOf(this.gradInput, gradients);
  }

  /** Returns the modules, numbered from 1 as Torch7 does. */
  override toString(): string {
    return treeText(this.constructor.name, this.modules);
  }
}
