import type { Tensor } from "@taimatsu/tensor";
import { Branches } from "../containers/branches.ts";
import { treeText } from "../containers/tree.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Gives each module its entry of a list and returns the list of their outputs.
 *
 * Input a list with as many entries as there are modules. Torch7: `ParallelTable.lua`.
 *
 * @typeParam I List of the modules' inputs: of tensors unless given.
 * @typeParam O List of their outputs: of tensors unless given.
 *
 * @example Usage
 * ```ts
 * import { Linear, ParallelTable, Tanh } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new ParallelTable().add(new Linear(4, 2)).add(new Tanh());
 * assertEquals(net.forward([rand([3, 4]), rand([5])]).map((y) => y.size()), [[3, 2], [5]]);
 * ```
 */
export class ParallelTable<
  I extends readonly Activity[] = readonly Tensor[],
  O extends readonly Activity[] = readonly Tensor[],
> extends Branches<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates a container without modules: see `add`. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.output = this._outputs as readonly Activity[] as O;
    this.gradInput = this._gradients as readonly Activity[] as I;
  }

  /** Returns the number of modules, or throws unless there are as many entries. */
  override branches(method: string, input: I): number {
    const n = super.branches(method, input);
    checkList(this, method, "input", input, n);
    return n;
  }

  /** Returns the entry for a module. */
  override inputAt(input: I, index: number): Activity {
    return input[index]!;
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

  /** Returns the gradients. */
  override joinGradients(_input: I, gradients: readonly Activity[]): Activity {
    return gradients;
  }

  /** Returns the modules, numbered from 1 as Torch7 does. */
  override toString(): string {
    return treeText(this.constructor.name, this.modules);
  }
}
