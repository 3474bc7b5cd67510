import { describe, Tensor, type UnknownObject } from "@taimatsu/tensor";
import { type AnyModule, Module } from "../module.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { Container } from "./container.ts";

/** Sizes of an input: a list of numbers for a tensor, nested as the tensors are. */
export type InputSize = readonly number[] | readonly InputSize[];

/**
 * A module that is made at the first `forward`, when the sizes of its input are known, and passes everything through from then on.
 *
 * Until then it has no parameters to give: `parameters()` throws and says so. Copies that are made before make modules of their own.
 *
 * @typeParam I Input of the module: a tensor unless given.
 * @typeParam O Output of the module: a tensor unless given.
 * @typeParam S Sizes of the input: a list of numbers unless given.
 *
 * @example A layer that does not care how many pixels remain before it
 * ```ts
 * import { Lazy, Linear, Sequential, SpatialConvolution, View } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new Sequential()
 *   .add(new SpatialConvolution(3, 8, 5, 5, 2, 2))
 *   .add(new Lazy(([, ...sizes]) => {
 *     const n = sizes.reduce((product, size) => product * size, 1);
 *     return new Sequential().add(new View(-1).setNumInputDims(3)).add(new Linear(n, 10));
 *   }));
 * assertEquals(net.forward(rand([4, 3, 32, 32])).size(), [4, 10]);
 * ```
 */
export class Lazy<I extends Activity = Tensor, O extends Activity = Tensor, S extends InputSize = readonly number[]>
  extends Container<I, O> {
  /** Makes the module. */
  readonly make: (inputSize: S) => AnyModule;

  /**
   * Keeps the function for the first `forward`.
   *
   * @param make Makes the module for an input of these sizes, of the dtype it likes: it is converted to that of this one.
   * @throws {TypeError} If it is no function.
   */
  constructor(make: (inputSize: S) => AnyModule, options?: ModuleOptions) {
    super(options);
    if (typeof make !== "function") {
      throw new TypeError(`Cannot run Lazy: make must be a function but is ${describe(make)}`);
    }
    this.make = make;
  }

  /** Makes the module if that was not done, and computes its output. */
  override updateOutput(input: I): O {
    if (this.modules.length === 0) this.modules.push(this.made(input));
    return this.output = this.run((module) => module.updateOutput(input)) as O;
  }

  /** Computes the module's gradient with respect to the input. */
  override updateGradInput(input: I, gradOutput: O): I {
    return this.keepGradient(this.run((module) => module.updateGradInput(input, gradOutput)) as I);
  }

  /** Adds to the gradients of the module's parameters. */
  override accGradParameters(input: I, gradOutput: O, scale = 1): void {
    this.run((module) => module.accGradParameters(input, gradOutput, scale));
  }

  /** Runs the module's own `backward`. */
  override backward(input: I, gradOutput: O, scale = 1): I {
    return this.keepGradient(this.run((module) => module.backward(input, gradOutput, scale)) as I);
  }

  /** Changes the module's parameters. */
  override accUpdateGradParameters(input: I, gradOutput: O, learningRate: number): void {
    this.run((module) => module.accUpdateGradParameters(input, gradOutput, learningRate));
  }

  /**
   * Returns the parameters of the module and their gradients.
   *
   * @throws {Error} If the module has not been made.
   */
  override parameters(): [Tensor[], Tensor[]] {
    this.needModule("parameters");
    return super.parameters();
  }

  /** Appends a module: refused, because the function makes the only one. */
  override add(_module: AnyModule): this {
    throw new Error("Cannot run Lazy.add: its module is made by the function that it was given");
  }

  /**
   * Refuses: files hold no functions.
   *
   * @throws {TypeError} Always.
   */
  override toTorch(): UnknownObject {
    throw new TypeError(
      "Cannot run Lazy.toTorch: it holds a function, which files do not: save the module in it, get(0)",
    );
  }

  /** Returns the module's text, or that there is none yet. */
  override toString(): string {
    const [module] = this.modules;
    return `nn.Lazy(${module === undefined ? "sizes are not known yet" : module.toString()})`;
  }

  /** Makes the module for an input. */
  made(input: I): AnyModule {
    const module = this.make(sizesOf(input) as S);
    if (!(module instanceof Module)) {
      throw new TypeError(`Cannot run Lazy.forward: make must return a Module but returns ${describe(module)}`);
    }
    if (module.code !== this.code) module.type(this.type());
    return this.train ? module.training() : module.evaluate();
  }

  /** Calls `fn` with the module, and says of its errors where they come from. */
  run<R>(fn: (module: AnyModule) => R): R {
    this.needModule("backward");
    try {
      return fn(this.modules[0]!);
    } catch (error) {
      throw this.inside(0, error);
    }
  }

  /** Throws if the module has not been made. */
  needModule(method: string): void {
    if (this.modules.length > 0) return;
    throw new Error(`Cannot run Lazy.${method}: sizes are not known yet; forward must be called before`);
  }

  /** Keeps the module's gradient as this one's, unless nobody needs it. */
  keepGradient(gradInput: I): I {
    if (this.gradInput === null) return this.noGradient();
    return this.gradInput = gradInput;
  }
}

function sizesOf(x: Activity): InputSize {
  if (x instanceof Tensor) return x.size();
  if (Array.isArray(x)) return x.map(sizesOf);
  throw new TypeError(`Cannot run Lazy.forward: input must be a tensor or a list of tensors but is ${describe(x)}`);
}
