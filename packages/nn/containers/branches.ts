import { checkFinite, type Tensor } from "@taimatsu/tensor";
import type { AnyModule } from "../module.ts";
import type { Activity } from "../options.ts";
import { Container } from "./container.ts";
import { isNoGradient } from "./sum.ts";

/**
 * Modules that do not feed one another: the base of `Concat`, `ParallelTable` and other containers, also of those with one
 * module. Such a container says what each module gets and how the outputs and the gradients become one.
 *
 * Where `gradInput` of the container is `null`, modules without others inside compute no gradient with respect to their input.
 */
export abstract class Branches<I extends Activity = Tensor, O extends Activity = Tensor> extends Container<I, O> {
  /** What the modules returned in the last forward pass. */
  _outputs: Activity[] = [];
  /** What they returned in the last backward pass. */
  _gradients: Activity[] = [];

  /** Returns how many of the modules work on this input, or throws if it does not fit. */
  branches(method: string, _input: I): number {
    const { length } = this.modules;
    if (length > 0) return length;
    throw new TypeError(`Cannot run ${this.constructor.name}.${method}: there are no modules`);
  }

  /** Returns what a module gets of the input: all of it, unless overridden. */
  inputAt(input: I, _index: number): Activity {
    return input;
  }

  /** Makes the output of what the modules returned. */
  abstract join(outputs: readonly Activity[]): O;

  /** Throws unless a gradient fits the last output. */
  abstract checkGradient(gradOutput: O): void;

  /** Returns what a module gets of the gradient. */
  abstract gradOutputAt(gradOutput: O, index: number): Activity;

  /** Makes the gradient with respect to the input of what the modules returned; `null` if there is none. */
  abstract joinGradients(input: I, gradients: readonly Activity[]): Activity | null;

  /** Passes the input through the modules. */
  override updateOutput(input: I): O {
    const n = this.branches("forward", input), { modules, _outputs } = this;
    let i = 0;
    try {
      for (; i < n; i++) _outputs[i] = modules[i]!.updateOutput(this.inputAt(input, i));
    } catch (error) {
      throw this.inside(i, error);
    }
    _outputs.length = n;
    return this.output = this.join(_outputs);
  }

  /** Passes the gradient back through the modules; the parameters' gradients are left alone. */
  override updateGradInput(input: I, gradOutput: O): I {
    const needed = this.gradInput !== null;
    this.eachBranch(input, gradOutput, (module, x, g, i) => {
      if (needed || module.children().length > 0) this._gradients[i] = module.updateGradInput(x, g);
    });
    return this.gathered(input, needed);
  }

  /** Adds to the gradients of all parameters; `updateGradInput` must have been called before. */
  override accGradParameters(input: I, gradOutput: O, scale = 1): void {
    this.eachBranch(input, gradOutput, (module, x, g) => module.accGradParameters(x, g, scale));
  }

  /** Passes the gradient back and adds to the gradients of all parameters, module by module. */
  override backward(input: I, gradOutput: O, scale = 1): I {
    if (!Number.isFinite(scale)) checkFinite(`${this.constructor.name}.backward`, "scale", scale);
    const needed = this.gradInput !== null;
    this.eachBranch(input, gradOutput, (module, x, g, i) => {
      if (needed || module.children().length > 0) this._gradients[i] = module.backward(x, g, scale);
      else module.accGradParameters(x, g, scale);
    });
    return this.gathered(input, needed);
  }

  /** Changes the parameters of all modules; `updateGradInput` must have been called before. */
  override accUpdateGradParameters(input: I, gradOutput: O, learningRate: number): void {
    this.eachBranch(input, gradOutput, (module, x, g) => module.accUpdateGradParameters(x, g, learningRate));
  }

  /** Calls `run` for each module that works on this input, with its part of the input and of the gradient. */
  eachBranch(
    input: I,
    gradOutput: O,
    run: (module: AnyModule, input: Activity, gradOutput: Activity, index: number) => void,
  ): void {
    const n = this.branches("backward", input), { modules } = this;
    if (this._outputs.length !== n) {
      throw new TypeError(`Cannot run ${this.constructor.name}.backward: forward must be run with this input before`);
    }
    this.checkGradient(gradOutput);
    let i = 0;
    try {
      for (; i < n; i++) run(modules[i]!, this.inputAt(input, i), this.gradOutputAt(gradOutput, i), i);
    } catch (error) {
      throw this.inside(i, error);
    }
  }

  /** Returns the gradient with respect to the input, if it is needed and there is one. */
  gathered(input: I, needed: boolean): I {
    if (!needed) return this.noGradient();
    this._gradients.length = this._outputs.length;
    const gradInput = this.joinGradients(input, this._gradients);
    if (gradInput === null || isNoGradient(gradInput)) return this.noGradient();
    return this.gradInput = gradInput as I;
  }
}
