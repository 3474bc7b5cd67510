import type { Tensor } from "@taimatsu/tensor";
import { binaryInto, op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { EqualTable } from "./equal_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

const ADD = op("binary", "add");

/**
 * Sum of tensors: y = Σ x_i.
 *
 * Input a list of at least one tensor, all of one size. In place, the first tensor becomes the output, and the gradient with
 * respect to the output is that with respect to each tensor, as one object: no tensor may then be in the list twice, nor may
 * what gets the gradients change them. Torch7: `CAddTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { CAddTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new CAddTable().forward([tensor([1, 2]), tensor([10, 20])]).toArray(), [11, 22]);
 * ```
 */
export class CAddTable extends EqualTable {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["inplace"] };

  /** Whether the first tensor becomes the output. */
  readonly inplace: boolean;

  /** Creates the layer; if `inplace` it overwrites its first tensor. */
  constructor(inplace = false, options?: ModuleOptions) {
    super(1, Infinity, options);
    this.inplace = inplace;
  }

  /** Adds the tensors up. */
  override updateOutput(input: readonly Tensor[]): Tensor {
    if (!this.inplace) return super.updateOutput(input);
    this.checkInput("forward", input);
    const output = this.output = input[0]!;
    for (let i = 1; i < input.length; i++) binaryInto(ADD, output, output, input[i]!, 1);
    return output;
  }

  /** Passes the gradient to each tensor. */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    const { gradInput } = this;
    if (!this.inplace || gradInput === null) return super.updateGradInput(input, gradOutput);
    this.checkInput("backward", input);
    this.checkGradient(input, gradOutput);
    gradInput.length = Math.min(gradInput.length, input.length);
    for (let i = 0; i < input.length; i++) gradInput[i] = gradOutput;
    return gradInput;
  }

  /** y = Σ x_i */
  override combine(output: Tensor, input: readonly Tensor[]): void {
    if (input.length === 1) output.copy(input[0]!);
    else binaryInto(ADD, output, input[0]!, input[1]!, 1);
    for (let i = 2; i < input.length; i++) binaryInto(ADD, output, output, input[i]!, 1);
  }

  /** ∂loss/∂x_i = ∂loss/∂y */
  override spread(gradInput: readonly Tensor[], _input: readonly Tensor[], gradOutput: Tensor): void {
    for (const g of gradInput) g.copy(gradOutput);
  }
}
