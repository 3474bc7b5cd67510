import { checkFinite, describe, type Tensor } from "@taimatsu/tensor";
import { Container } from "./container.ts";
import { fusedLength, runFused } from "./fusion.ts";
import { checkGradients } from "./shared_gradients.ts";
import { type AnyModule, Module } from "../module.ts";
import type { Activity } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Modules in a row: each takes what the one before it returns.
 *
 * Set `gradInput` of the first module, or of the container, to `null` where nobody needs the gradient with respect to the input:
 * it is then not computed, neither there nor in modules without parameters before the first one that has some.
 *
 * Evaluated (`evaluate()`), a convolution, the batch normalization and the transfer function behind it run in one pass. The outputs of
 * the first ones are then computed when someone reads them, from the input as it is at that time.
 *
 * Torch7: `Sequential.lua`.
 *
 * @typeParam I Input of the first module: a tensor unless given.
 * @typeParam O Output of the last module: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { Linear, LogSoftMax, Sequential, Tanh } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new Sequential()
 *   .add(new Linear(4, 8))
 *   .add(new Tanh())
 *   .add(new Linear(8, 3))
 *   .add(new LogSoftMax());
 * assertEquals(net.forward(rand([5, 4])).size(), [5, 3]);
 * ```
 */
export class Sequential<I extends Activity = Tensor, O extends Activity = Tensor> extends Container<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /**
   * Inserts a module.
   *
   * @param module The module.
   * @param index Before which one; at the end unless given, negative ones count from the end.
   * @throws {RangeError} If there is no such place.
   */
  insert(module: AnyModule, index: number = this.modules.length): this {
    const n = this.modules.length;
    if (!Number.isInteger(index) || index < -n || index > n) throw this.noModule("insert", index, 1);
    if (!(module instanceof Module)) {
      throw new TypeError(`Cannot run Sequential.insert: the module must be a Module but is ${describe(module)}`);
    }
    this.modules.splice(index, 0, module);
    return this;
  }

  /**
   * Takes a module out.
   *
   * @param index The last unless given; negative ones count from the end.
   * @throws {RangeError} If there is none.
   */
  remove(index: number = this.modules.length - 1): this {
    const n = this.modules.length;
    if (!Number.isInteger(index) || index < -n || index >= n) throw this.noModule("remove", index, 0);
    this.modules.splice(index, 1);
    return this;
  }

  /** Passes the input through all modules. */
  override updateOutput(input: I): O {
    const { modules } = this;
    let x: Activity = input, i = 0;
    try {
      for (; i < modules.length; i++) {
        const n = this.train ? 1 : fusedLength(modules, i);
        if (n === 1) x = modules[i]!.updateOutput(x);
        else {
          x = runFused(modules, i, n, x as Tensor);
          i += n - 1;
        }
      }
    } catch (error) {
      throw this.inside(i, error);
    }
    return this.output = x as O;
  }

  /** Passes the gradient back through all modules; the parameters' gradients are left alone. */
  override updateGradInput(input: I, gradOutput: O): I {
    const { modules } = this, stop = lastNeeded(this);
    let g: Activity = gradOutput, i = modules.length - 1;
    try {
      for (; i > stop; i--) g = modules[i]!.updateGradInput(i > 0 ? modules[i - 1]!.output : input, g);
      if (stop < 0) return this.gradInput = g as I;
      const module = modules[stop];
      if (module !== undefined && module.children().length > 0) {
        module.updateGradInput(i > 0 ? modules[i - 1]!.output : input, g);
      }
    } catch (error) {
      throw this.inside(i, error);
    }
    return this.noGradient();
  }

  /** Adds to the gradients of all parameters; `updateGradInput` must have been called before. */
  override accGradParameters(input: I, gradOutput: O, scale = 1): void {
    checkGradients(this as unknown as AnyModule, "accGradParameters");
    const { modules } = this, stop = Math.max(0, lastNeeded(this));
    let g: Activity = gradOutput, i = modules.length - 1;
    try {
      for (; i >= stop; i--) {
        const module = modules[i]!;
        module.accGradParameters(i > 0 ? modules[i - 1]!.output : input, g, scale);
        g = module.gradInput ?? this.noGradient();
      }
    } catch (error) {
      throw this.inside(i, error);
    }
  }

  /** Passes the gradient back and adds to the gradients of all parameters, module by module. */
  override backward(input: I, gradOutput: O, scale = 1): I {
    if (!Number.isFinite(scale)) checkFinite("Sequential.backward", "scale", scale);
    const { modules } = this, stop = lastNeeded(this);
    let g: Activity = gradOutput, i = modules.length - 1;
    try {
      for (; i > stop; i--) g = modules[i]!.backward(i > 0 ? modules[i - 1]!.output : input, g, scale);
      if (stop < 0) return this.gradInput = g as I;
      const module = modules[stop];
      if (module !== undefined) {
        const x = i > 0 ? modules[i - 1]!.output : input;
        if (module.children().length > 0) module.backward(x, g, scale);
        else module.accGradParameters(x, g, scale);
      }
    } catch (error) {
      throw this.inside(i, error);
    }
    return this.noGradient();
  }

  /** Changes the parameters of all modules; `updateGradInput` must have been called before. */
  override accUpdateGradParameters(input: I, gradOutput: O, learningRate: number): void {
    checkGradients(this as unknown as AnyModule, "accUpdateGradParameters");
    const { modules } = this, stop = Math.max(0, lastNeeded(this));
    let g: Activity = gradOutput, i = modules.length - 1;
    try {
      for (; i >= stop; i--) {
        const module = modules[i]!;
        module.accUpdateGradParameters(i > 0 ? modules[i - 1]!.output : input, g, learningRate);
        g = module.gradInput ?? this.noGradient();
      }
    } catch (error) {
      throw this.inside(i, error);
    }
  }

  /** Returns the modules, numbered from 1 as Torch7 does, and how they are connected. */
  override toString(): string {
    const arrows = this.modules.map((_, i) => ` -> (${i + 1})`).join("");
    const lines = this.modules.map((module, i) => `\n  (${i + 1}): ${module.toString().replaceAll("\n", "\n  ")}`);
    return `nn.${this.constructor.name} {\n  [input${arrows} -> output]${lines.join("")}\n}`;
  }
}

/**
 * Returns the index of the module whose input needs no gradient although it has parameters: −1 if all inputs need one, the
 * number of modules if none has parameters.
 */
function lastNeeded({ modules, gradInput }: Sequential<Activity, Activity>): number {
  if (gradInput !== null && modules[0]?.gradInput !== null) return -1;
  for (let i = 0; i < modules.length; i++) {
    const module = modules[i]!;
    if (module.weight || module.parameters()[0].length > 0) return i; // asking for the weight makes no list
  }
  return modules.length;
}
