import { describe, NativeError, type Tensor } from "@taimatsu/tensor";
import { type AnyModule, Module } from "../module.ts";
import type { Activity } from "../options.ts";

/** Errors that already carry a path of modules. */
const located = new WeakSet<Error>();

/** Makes an error of the same class with another message. */
function withMessage(error: Error, message: string, cause: unknown): Error {
  let copy: Error;
  if (error instanceof NativeError) copy = new NativeError(message, error.status);
  else if (error instanceof TypeError) copy = new TypeError(message);
  else if (error instanceof RangeError) copy = new RangeError(message);
  else copy = new Error(message);
  copy.cause = cause;
  located.add(copy);
  return copy;
}

/** A module of modules: the base of `Sequential` and other containers. */
export abstract class Container<I extends Activity = Tensor, O extends Activity = Tensor> extends Module<I, O> {
  /** The modules inside. */
  modules: AnyModule[] = [];

  /** Appends a module. */
  add(module: AnyModule): this {
    if (!(module instanceof Module)) {
      throw new TypeError(
        `Cannot run ${this.constructor.name}.add: the module must be a Module but is ${describe(module)}`,
      );
    }
    this.modules.push(module);
    return this;
  }

  /**
   * Returns a module.
   *
   * @param index From 0; negative ones count from the end.
   * @typeParam M Its class, to reach fields of that class: `net.get<Linear>(0).weight`.
   * @throws {RangeError} If there is none.
   */
  get<M extends AnyModule = AnyModule>(index: number): M {
    const module = this.modules.at(index);
    if (module === undefined || !Number.isInteger(index)) throw this.noModule("get", index, 0);
    return module as M;
  }

  /** Returns the number of modules. */
  size(): number {
    return this.modules.length;
  }

  /** The modules inside. */
  override children(): AnyModule[] {
    return this.modules;
  }

  /** Calls `fn` for each of the modules, but not for those inside of them. */
  applyToModules(fn: (module: AnyModule) => void): void {
    this.modules.forEach((module) => fn(module));
  }

  /** Sets the gradients of all parameters to 0, module by module. */
  override zeroGradParameters(): void {
    for (const module of this.modules) module.zeroGradParameters();
  }

  /** Changes every parameter by −`learningRate` times its gradient, module by module. */
  override updateParameters(learningRate: number): void {
    for (const module of this.modules) module.updateParameters(learningRate);
  }

  /** Returns the error for an index that no module has; `more` allows so many beyond the last. */
  noModule(method: string, index: number, more: number): RangeError {
    const n = this.modules.length;
    return new RangeError(
      n + more === 0
        ? `Cannot run ${this.constructor.name}.${method}: there are no modules`
        : `Cannot run ${this.constructor.name}.${method}: index must be from ${-n} to ${n + more - 1} but is ${index}`,
    );
  }

  /**
   * Puts the place of the module that failed in front of an error's message: `in Sequential[3] > Linear(2 -> 1): …`.
   *
   * @param index The module's index.
   * @param error What it threw.
   * @returns An error of the same class, with the original as its `cause`.
   */
  inside(index: number, error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    const here = `in ${this.constructor.name}[${index}] > `;
    if (located.has(error)) return withMessage(error, here + error.message.slice("in ".length), error.cause);
    const module = this.modules[index]!.toString().replace(/^nn\./, "");
    return withMessage(error, `${here}${module}: ${error.message}`, error);
  }
}
