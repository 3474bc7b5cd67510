import type { Tensor } from "@taimatsu/tensor";
import { Module } from "../module.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkGradientLike } from "../table/alike.ts";
import { checkActivity } from "../table/lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Returns its input, as the same object, and the gradient likewise.
 *
 * Input a tensor of any size and dtype, or lists of tensors. Torch7: `Identity.lua`.
 *
 * @typeParam A Input and output: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { Identity } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const x = rand([3]);
 * assert(new Identity().forward(x) === x);
 * ```
 */
export class Identity<A extends Activity = Tensor> extends Module<A, A> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
  }

  /** Returns the input. */
  override updateOutput(input: A): A {
    checkActivity(this, "forward", "input", input);
    return this.output = input;
  }

  /** Returns the gradient. */
  override updateGradInput(input: A, gradOutput: A): A {
    if (this.gradInput === null) return this.noGradient();
    checkActivity(this, "backward", "input", input);
    checkGradientLike(this, "gradOutput", gradOutput, input);
    return this.gradInput = gradOutput;
  }
}
