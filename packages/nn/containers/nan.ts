import { isFloat, Tensor } from "@taimatsu/tensor";
import { DECORATOR } from "../files/decorator_form.ts";
import type { TorchForm } from "../files/torch_form.ts";
import type { Module } from "../module.ts";
import type { Activity } from "../options.ts";
import { Decorator } from "./decorator.ts";

/** Number of the last module that got none. */
let last = 0;

/**
 * A module around another one that throws where numbers that are not a number (NaN) come from: from the input, the parameters or
 * the module itself, and from the gradient or the module itself on the way back.
 *
 * Torch7: `NaN.lua`. It looks at sums, as in Torch7, but infinities of both signs are told apart from NaN.
 *
 * @typeParam I Input of the module: a tensor unless given.
 * @typeParam O Output of the module: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import * as nn from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * const linear = new nn.Linear(3, 4), net = new nn.Sequential().add(new nn.NaN(linear, 1));
 * linear.bias?.fill(0 / 0);
 * assertThrows(() => net.forward(rand([2, 3])), RangeError, "NaN found in the parameters of nn.NaN(1) @ nn.Linear(3 -> 4)");
 * ```
 */
class NaNModule<I extends Activity = Tensor, O extends Activity = Tensor> extends Decorator<I, O> {
  /** The name outside of this file, where the global is not hidden. */
  static override readonly name: string = "NaN";
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { ...DECORATOR, args: [...DECORATOR.args, "id"] };

  /** What the text shows. */
  readonly id: number | string;

  /**
   * Wraps a module.
   *
   * @param module The module.
   * @param id What the text shows: the next of 1, 2, 3, … unless given.
   */
  constructor(module: Module<I, O>, id?: number | string) {
    super(module);
    this.id = id ?? ++last;
  }

  /** Passes the input through the module and looks at what comes out. */
  override updateOutput(input: I): O {
    const output = super.updateOutput(input);
    if (holdsNaN(output)) {
      throw this.found("forward", holdsNaN(input) ? "input" : holdsNaN(this.parameters()[0]) ? "parameters" : "output");
    }
    return output;
  }

  /** Passes the gradient back through the module and looks at what comes out. */
  override updateGradInput(input: I, gradOutput: O): I {
    const gradInput = super.updateGradInput(input, gradOutput);
    this.checkGradInput(gradInput, gradOutput);
    return gradInput;
  }

  /** Adds to the gradients of all parameters and looks at them. */
  override accGradParameters(input: I, gradOutput: O, scale = 1): void {
    super.accGradParameters(input, gradOutput, scale);
    this.checkGradParameters();
  }

  /** Passes the gradient back, adds to the gradients of all parameters, and looks at both. */
  override backward(input: I, gradOutput: O, scale = 1): I {
    const gradInput = super.backward(input, gradOutput, scale);
    this.checkGradInput(gradInput, gradOutput);
    this.checkGradParameters();
    return gradInput;
  }

  /** Throws if the gradient with respect to the input is not a number somewhere. */
  checkGradInput(gradInput: I, gradOutput: O): void {
    if (holdsNaN(gradInput)) throw this.found("backward", holdsNaN(gradOutput) ? "gradOutput" : "gradInput");
  }

  /** Throws if a gradient of the parameters is not a number somewhere. */
  checkGradParameters(): void {
    if (holdsNaN(this.parameters()[1])) throw this.found("backward", "gradParameters");
  }

  /** Returns the error that names where it was found. */
  found(method: string, where: string): RangeError {
    return new RangeError(`Cannot run NaN.${method}: NaN found in the ${where} of ${this}`);
  }

  /** Returns `nn.NaN(id) @ ` and the text of the module. */
  override toString(): string {
    return `nn.NaN(${this.id}) @ ${this.modules[0]}`;
  }
}

/** Returns whether an element is not a number. The sum tells where it is finite; infinities may hide what they sum to. */
function holdsNaN(x: Activity): boolean {
  if (!(x instanceof Tensor)) return x.some(holdsNaN);
  return isFloat(x.store.code) && x.nElement() > 0 && Number.isNaN(x.sum()) && x.isNaN().any();
}

export { NaNModule as NaN };
