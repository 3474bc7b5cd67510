import type { Tensor } from "@taimatsu/tensor";
import { originOf } from "@taimatsu/tensor/native";
import type { Module } from "../module.ts";
import type { Activity } from "../options.ts";
import { Branches } from "./branches.ts";
import { optionsLike } from "./options_like.ts";
import { isNoGradient } from "./sum.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { DECORATOR } from "../files/decorator_form.ts";

/**
 * A module around another one, to which it passes everything: the base of `DontCast`, `NaN`, `Profile` and of one's own.
 *
 * What is decorated keeps its class: where Torch7 has `Decorator.decorate(class)`, extend this one. Torch7: `Decorator.lua`.
 *
 * @typeParam I Input of the module: a tensor unless given.
 * @typeParam O Output of the module: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { Decorator, Linear } from "@taimatsu/nn";
 * import { type Tensor, rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * class Counting extends Decorator {
 *   passes = 0;
 *   override updateOutput(input: Tensor): Tensor {
 *     this.passes++;
 *     return super.updateOutput(input);
 *   }
 * }
 *
 * const counting = new Counting(new Linear(4, 2));
 * counting.forward(rand([4]));
 * assertEquals(counting.passes, 1);
 * assertEquals(String(counting), "nn.Counting @ nn.Linear(4 -> 2)");
 * ```
 */
export class Decorator<I extends Activity = Tensor, O extends Activity = Tensor> extends Branches<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    ...DECORATOR,
    className: (module: Decorator) => originOf(module)?.className === "nn.GPU" ? "nn.GPU" : "nn.Decorator",
  };

  /**
   * Decorates a module.
   *
   * @param module The module.
   * @throws {TypeError} If it is none.
   */
  constructor(module: Module<I, O>) {
    super(optionsLike(new.target.name, module));
    this.add(module);
    this.output = module.output;
    this.gradInput = module.gradInput;
  }

  /** Returns 1: only the first module is used. */
  override branches(method: string, input: I): number {
    return Math.min(1, super.branches(method, input));
  }

  /** Returns the module's output. */
  override join(outputs: readonly Activity[]): O {
    return outputs[0] as O;
  }

  /** Leaves the check to the module. */
  override checkGradient(_gradOutput: O): void {}

  /** Returns the whole gradient. */
  override gradOutputAt(gradOutput: O, _index: number): Activity {
    return gradOutput;
  }

  /** Returns the module's gradient with respect to its input. */
  override joinGradients(_input: I, gradients: readonly Activity[]): Activity | null {
    return isNoGradient(gradients[0]!) ? null : gradients[0]!;
  }

  /** Returns `nn.Decorator @ ` and the text of the module. */
  override toString(): string {
    return `nn.${this.constructor.name} @ ${this.modules[0]}`;
  }
}
