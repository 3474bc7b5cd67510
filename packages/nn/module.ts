import {
  checkDevice,
  checkFinite,
  checkOneOf,
  cpu,
  defaultDevice,
  defaultDtype,
  Device,
  type Dtype,
  DTYPES,
  type Storage,
  Tensor,
  type UnknownObject,
} from "@taimatsu/tensor";
import { dtypeCode, FLOAT32, fresh } from "@taimatsu/tensor/native";
import { settleFields } from "./deferred.ts";
import { clearBuffers, cloneFields, convertFields, shareField } from "./fields.ts";
import { type ModuleClass, readModule } from "./files/read_module.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { type LoadedNames, loadState, type LoadStateOptions, type StateDict, stateOf } from "./files/state_dict.ts";
import { writeModule } from "./files/write_module.ts";
import { flattenBoth, moveFlat, planFlat } from "./flatten.ts";
import { addHook, type BackwardHook, type ForwardHook, type ForwardPreHook, type HookHandle } from "./hooks.ts";
import { copyTo } from "./kernels.ts";
import { misplaced } from "./misplaced.ts";
import type { Activity, ModuleOptions, SizeForms } from "./options.ts";
import { refusal } from "./refusal.ts";
import { summarize, type Summary, type SummaryInput } from "./summary.ts";

/** A module of whatever input and output. */
export type AnyModule = Module<Activity, Activity>;

const FLOATS: readonly Dtype[] = ["float32", "float64"];
const nothing: Tensor = new Tensor(fresh(FLOAT32, [], cpu).store, [], [], 0, 0, true);

/**
 * A function with parameters that can be trained: the base of all layers, as Torch7's `nn.Module`.
 *
 * `forward` computes `output`; `backward` computes `gradInput`, the gradient of a loss with respect to the input, and adds to
 * the gradients of the parameters. `output` and `gradInput` stay the same objects: the next call overwrites their contents, so
 * that a step allocates nothing; who keeps a result clones it.
 *
 * A new layer overrides `updateOutput`, `updateGradInput` and, with parameters of its own, `accGradParameters`. All that it
 * keeps lies in ordinary fields (no private ones), where `clone`, `type` and `share` find it: parameters in `weight` and
 * `bias`, their gradients in `gradWeight` and `gradBias`, or whatever it lists in `parameters()`; intermediate results in fields
 * whose names start with `_`, or that `buffers()` lists.
 *
 * @typeParam I Input: a tensor unless given.
 * @typeParam O Output: a tensor unless given.
 *
 * @example A layer of one's own
 * ```ts
 * import { Module } from "@taimatsu/nn";
 * import { type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * class Twice extends Module {
 *   override updateOutput(input: Tensor): Tensor {
 *     return this.output.resizeAs(input).copy(input).mul(2);
 *   }
 *   override updateGradInput(_input: Tensor, gradOutput: Tensor): Tensor {
 *     return (this.gradInput ??= gradOutput.clone()).resizeAs(gradOutput).copy(gradOutput).mul(2);
 *   }
 * }
 *
 * assertClose(new Twice().forward(tensor([1, 2])), [2, 4]);
 * ```
 */
export abstract class Module<I extends Activity = Tensor, O extends Activity = Tensor> {
  /** The last result of `forward`, overwritten by the next call. */
  output: O;
  /**
   * The last gradient with respect to the input, overwritten by the next call. Set it to `null` where nobody needs that
   * gradient, as in a net's first layer: it is then not computed, and `backward` returns an empty tensor.
   */
  gradInput: I | null;
  /** Whether the module trains (as at first) or is evaluated: set by {@linkcode training} and {@linkcode evaluate}. */
  train = true;
  /** Whether parameters are shared with another module, see {@linkcode share}. */
  shared = false;
  /** Number of the dtype in the native library. */
  readonly code: number;
  /** Where the module computes. */
  readonly device: Device;
  /** Copy of an input that is not contiguous, made when one comes. */
  _input: Tensor | null = null;
  /** Copy of a gradient that is not contiguous, made when one comes. */
  _gradOutput: Tensor | null = null;
  /** How the class lies in Torch7's files; one that says nothing is written with all its fields, under its own name. */
  declare static readonly torch?: TorchForm;

  /** Weights, in modules that have some. */
  declare weight?: Tensor | null;
  /** Biases, in modules that have some. */
  declare bias?: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  declare gradWeight?: Tensor | null;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  declare gradBias?: Tensor | null;

  /**
   * Starts with an empty output.
   *
   * @throws {TypeError} If the dtype is neither `float32` nor `float64`.
   */
  constructor({ dtype = defaultDtype(), device = defaultDevice() }: ModuleOptions = {}) {
    checkOneOf(new.target.name, "dtype", dtype, FLOATS);
    this.code = dtypeCode(dtype);
    this.device = checkDevice(new.target.name, device);
    this.output = fresh(this.code, [], this.device) as Activity as O;
    this.gradInput = fresh(this.code, [], this.device) as Activity as I;
  }

  // ---- computing

  /**
   * Computes the output.
   *
   * @param input Of the sizes that the module describes, of its dtype.
   * @returns {@linkcode output}
   */
  forward(input: I): O {
    try {
      return this.updateOutput(input);
    } catch (error) {
      throw misplaced(this as unknown as AnyModule, "forward", error, { input });
    }
  }

  /**
   * Computes the gradient with respect to the input and adds to the gradients of the parameters.
   *
   * @param input The input of the last `forward`.
   * @param gradOutput ∂loss/∂output, sized like the output.
   * @param scale Factor of what is added to the parameters' gradients.
   * @returns {@linkcode gradInput}, or an empty tensor if that is `null`.
   * @throws {RangeError} If `scale` is not finite.
   */
  backward(input: I, gradOutput: O, scale = 1): I {
    if (!Number.isFinite(scale)) checkFinite(`${this.constructor.name}.backward`, "scale", scale);
    try {
      const gradInput = this.updateGradInput(input, gradOutput);
      this.accGradParameters(input, gradOutput, scale);
      return gradInput;
    } catch (error) {
      throw misplaced(this as unknown as AnyModule, "backward", error, { input, gradOutput });
    }
  }

  /** Runs `forward` and, with a gradient, `backward`; returns `output`, then `gradInput`. */
  call(input: I, gradOutput?: O): [output: O, gradInput: I | null] {
    const output = this.forward(input);
    return [output, gradOutput === undefined ? this.gradInput : this.backward(input, gradOutput)];
  }

  /** As `backward`, but changes the parameters themselves by −`learningRate` times their gradients. */
  backwardUpdate(input: I, gradOutput: O, learningRate: number): I {
    const gradInput = this.updateGradInput(input, gradOutput);
    this.accUpdateGradParameters(input, gradOutput, learningRate);
    return gradInput;
  }

  /** Computes {@linkcode output}: what a layer overrides. */
  abstract updateOutput(input: I): O;

  /** Computes {@linkcode gradInput}, or returns an empty tensor if that is `null`: what a layer overrides. */
  abstract updateGradInput(input: I, gradOutput: O): I;

  /** Adds `scale` times the gradients of the parameters: what a layer with parameters overrides. */
  accGradParameters(_input: I, _gradOutput: O, _scale = 1): void {}

  /** Changes the parameters by −`learningRate` times their gradients, in one of the two ways below. */
  accUpdateGradParameters(input: I, gradOutput: O, learningRate: number): void {
    if (!Number.isFinite(learningRate)) {
      checkFinite(`${this.constructor.name}.backwardUpdate`, "learningRate", learningRate);
    }
    if (this.shared) this.sharedAccUpdateGradParameters(input, gradOutput, learningRate);
    else this.defaultAccUpdateGradParameters(input, gradOutput, learningRate);
  }

  /** Accumulates straight into the parameters; their gradients are left alone. */
  defaultAccUpdateGradParameters(input: I, gradOutput: O, learningRate: number): void {
    const { gradWeight, gradBias } = this;
    if (gradWeight) this.gradWeight = this.weight!;
    if (gradBias) this.gradBias = this.bias!;
    try {
      this.accGradParameters(input, gradOutput, -learningRate);
    } finally {
      if (gradWeight) this.gradWeight = gradWeight;
      if (gradBias) this.gradBias = gradBias;
    }
  }

  /** Zeroes the gradients, accumulates and updates: right for parameters that several modules share. */
  sharedAccUpdateGradParameters(input: I, gradOutput: O, learningRate: number): void {
    this.zeroGradParameters();
    this.accGradParameters(input, gradOutput, 1);
    this.updateParameters(learningRate);
  }

  // ---- parameters

  /** Returns the parameters and, in the same order, their gradients: its own, then those of the modules in it. */
  parameters(): [Tensor[], Tensor[]] {
    const lists: [Tensor[], Tensor[]] = [[], []];
    const { weight, bias, gradWeight, gradBias } = this;
    if (weight && gradWeight) {
      lists[0].push(weight);
      lists[1].push(gradWeight);
    }
    if (bias && gradBias) {
      lists[0].push(bias);
      lists[1].push(gradBias);
    }
    for (const child of this.children()) {
      const [parameters, gradients] = child.parameters();
      lists[0].push(...parameters);
      lists[1].push(...gradients);
    }
    return lists;
  }

  /** Sets the gradients of all parameters to 0. */
  zeroGradParameters(): void {
    for (const gradient of this.parameters()[1]) gradient.zero();
  }

  /** Changes every parameter by −`learningRate` times its gradient. */
  updateParameters(learningRate: number): void {
    checkFinite(`${this.constructor.name}.updateParameters`, "learningRate", learningRate);
    const [parameters, gradients] = this.parameters();
    for (let k = 0; k < parameters.length; k++) parameters[k]!.add(-learningRate, gradients[k]!);
  }

  /**
   * Moves all parameters into one piece of memory, and all gradients into another, and returns these as flat tensors: changing
   * them changes the module, and the other way round. This is what optimizers take.
   *
   * Parameters that share memory still do; each element that is used occurs once, others are left out; the two tensors
   * correspond element by element. A second call, also on a module inside, moves nothing and returns the same memory. What
   * moves the parameters elsewhere (`type()`, `share()`, `getParameters()` of a larger module) makes the flat tensors useless:
   * every access to their elements then throws and says so.
   *
   * @returns The parameters and their gradients; empty tensors if there are none.
   * @throws {TypeError} If parameters and gradients share memory differently, have gaps in it, or differ in dtype or device.
   *
   * @example Usage
   * ```ts
   * import { Linear } from "@taimatsu/nn";
   * import { assertEquals } from "@std/assert";
   *
   * const linear = new Linear(2, 3), [parameters] = linear.getParameters();
   * parameters.fill(1);
   * assertEquals(linear.weight.sum(), 6);
   * ```
   */
  getParameters(): [Tensor, Tensor] {
    return flattenBoth(`${this.constructor.name}.getParameters`, this.parameters(), this);
  }

  /** Makes tensors views of one piece of memory, by the rules of {@linkcode getParameters}, and returns that. */
  static flatten(tensors: readonly Tensor[]): Tensor {
    return moveFlat(planFlat("Module.flatten", "the tensors", tensors), {
      code: dtypeCode(defaultDtype()),
      device: defaultDevice(),
    });
  }

  /**
   * Makes the named tensors views of those of another module of the same structure, also in the modules inside.
   *
   * @param other The module whose memory is used.
   * @param names Fields: `"weight"`, `"bias"`, `"gradWeight"`, ….
   * @throws {TypeError} If the structures differ, or no module has a tensor of one of these names.
   */
  share(other: AnyModule, ...names: string[]): this {
    for (const name of names) {
      if (shareField(this as unknown as AnyModule, other, name) === 0) {
        throw new TypeError(
          `Cannot run ${this.constructor.name}.share: no module has a tensor named ${JSON.stringify(name)}`,
        );
      }
    }
    return this;
  }

  /** Draws the parameters anew; in modules without any it does nothing. `stdv` is their standard deviation. */
  reset(stdv?: number): void {
    for (const child of this.children()) child.reset(stdv);
  }

  // ---- structure

  /** The modules inside, in a list that may be changed; none in a layer. */
  children(): AnyModule[] {
    return [];
  }

  /**
   * Names of the fields that hold intermediate results: `clearState` and `type` empty them. They are `output`, `gradInput` and all
   * whose names start with `_`.
   */
  buffers(): string[] {
    return ["output", "gradInput", ...Object.keys(this).filter((name) => name.startsWith("_"))];
  }

  /** Makes the module and those inside behave as in training. */
  training(): this {
    settleFields(this as unknown as AnyModule);
    this.train = true;
    for (const child of this.children()) child.training();
    return this;
  }

  /** Makes the module and those inside behave as in use: dropout passes all, batch normalization uses what it learned. */
  evaluate(): this {
    this.train = false;
    for (const child of this.children()) child.evaluate();
    return this;
  }

  /** Calls `fn` for the module, then for those inside. */
  apply(fn: (module: AnyModule) => void): this {
    fn(this as unknown as AnyModule);
    for (const child of this.children()) child.apply(fn);
    return this;
  }

  /** Puts `fn(module)` in the place of each module, this one first, and returns what takes the place of this one. */
  replace(fn: (module: AnyModule) => AnyModule): AnyModule {
    const replacement = fn(this as unknown as AnyModule), children = this.children();
    for (let i = 0; i < children.length; i++) children[i] = children[i]!.replace(fn);
    return replacement;
  }

  /**
   * Finds the modules of exactly this class, itself included.
   *
   * @returns The modules and the modules that contain them (itself for itself).
   */
  findModules<M extends AnyModule>(type: abstract new (...args: never[]) => M): [M[], AnyModule[]] {
    const found: M[] = [], containers: AnyModule[] = [];
    const visit = (module: AnyModule, container: AnyModule): void => {
      if (module.constructor === type) {
        found.push(module as M);
        containers.push(container);
      }
      for (const child of module.children()) visit(child, module);
    };
    visit(this as unknown as AnyModule, this as unknown as AnyModule);
    return [found, containers];
  }

  /** Returns the module and all inside, each before those that it contains. */
  listModules(): AnyModule[] {
    const list: AnyModule[] = [];
    this.apply((module) => list.push(module));
    return list;
  }

  // ---- copies and types

  /**
   * Returns a copy with memory of its own; inside the copy, what shares memory still does.
   *
   * @param names Fields whose memory the copy shares with this module, as in {@linkcode share}.
   */
  clone(...names: string[]): this {
    const copy = cloneFields(this as unknown as AnyModule) as unknown as this;
    return copy.share(this as unknown as AnyModule, ...names);
  }

  /** Returns the dtype. */
  type(): Dtype;
  /**
   * Converts all floating-point tensors, also of the modules inside, in place; what shares memory still does. Intermediate
   * results are dropped, flat tensors of `getParameters()` become useless.
   *
   * @param dtype `float32` or `float64`.
   * @param converted Storages and what they became: modules that are converted with the same map keep sharing memory.
   * @throws {TypeError} If the dtype is neither `float32` nor `float64`.
   */
  type(dtype: Dtype, converted?: Map<Storage, Storage>): this;
  type(dtype?: Dtype, converted?: Map<Storage, Storage>): Dtype | this {
    if (dtype === undefined) return DTYPES[this.code]!;
    checkOneOf(`${this.constructor.name}.type`, "dtype", dtype, FLOATS);
    convertFields(this as unknown as AnyModule, { code: dtypeCode(dtype) }, converted);
    return this;
  }

  /**
   * Converts the module to a dtype as {@linkcode type} does, or moves all of its tensors to a device (Torch7's `cuda`).
   *
   * @param converted Storages and what they became: modules that are moved with the same map keep sharing memory.
   * @throws {TypeError} If the dtype is neither `float32` nor `float64`.
   */
  to(target: Dtype | Device, converted?: Map<Storage, Storage>): this {
    if (!(target instanceof Device)) return this.type(target, converted);
    convertFields(this as unknown as AnyModule, { device: target }, converted);
    return this;
  }

  /** As `to(cpu)`. */
  cpu(): this {
    return this.to(cpu);
  }

  /** As `type("float32")`. */
  float(): this {
    return this.type("float32");
  }

  /** As `type("float64")`. */
  double(): this {
    return this.type("float64");
  }

  /** Drops all intermediate results, also of the modules inside, so that less is kept and saved. */
  clearState(): this {
    clearBuffers(this as unknown as AnyModule);
    for (const child of this.children()) child.clearState();
    return this;
  }

  /** Returns a description as Torch7 prints it: `nn.Linear(10 -> 20)`. */
  toString(): string {
    return `nn.${this.constructor.name}`;
  }

  /** What `console.log` shows. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  // ---- looking inside

  /**
   * Calls `hook(module, input)` before each computation of the output.
   *
   * @returns A handle that takes the hook away.
   */
  registerForwardPreHook(hook: ForwardPreHook): HookHandle {
    return addHook(this as unknown as AnyModule, "before", hook);
  }

  /**
   * Calls `hook(module, input, output)` after each computation of the output.
   *
   * @returns A handle that takes the hook away.
   *
   * @example Usage
   * ```ts
   * import { Linear, Sequential, Tanh } from "@taimatsu/nn";
   * import { rand } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const net = new Sequential().add(new Linear(3, 2)).add(new Tanh()), names: string[] = [];
   * net.listModules().forEach((m) => m.registerForwardHook((module) => names.push(module.constructor.name)));
   * net.forward(rand([3]));
   * assertEquals(names, ["Linear", "Tanh", "Sequential"]);
   * ```
   */
  registerForwardHook(hook: ForwardHook): HookHandle {
    return addHook(this as unknown as AnyModule, "forward", hook);
  }

  /**
   * Calls `hook(module, gradInput, gradOutput)` after each computation of the gradient with respect to the input.
   *
   * @returns A handle that takes the hook away.
   */
  registerBackwardHook(hook: BackwardHook): HookHandle {
    return addHook(this as unknown as AnyModule, "backward", hook);
  }

  /**
   * Returns the sizes of all outputs, the numbers of parameters and of multiply-adds, for an input of these sizes, or for a given
   * input. It runs the module in evaluation mode, which overwrites its intermediate results.
   *
   * @param input Sizes, nested like the input; or an input.
   *
   * @example Usage
   * ```ts
   * import { Linear, Sequential, Tanh } from "@taimatsu/nn";
   * import { assertEquals } from "@std/assert";
   *
   * const { parameters, multiplyAdds } = new Sequential().add(new Linear(10, 20)).add(new Tanh()).summary([5, 10]);
   * assertEquals([parameters, multiplyAdds], [220, 1000]);
   * ```
   */
  summary(input: SummaryInput): Summary {
    return summarize(this as unknown as AnyModule, input);
  }

  /** Returns how many multiply-adds `forward` needs for this input: what a layer overrides that has more than a few. */
  multiplyAdds(_input: I, _output: O): number {
    return 0;
  }

  // ---- files

  /** Makes a module of what a Torch7 file holds: what `load` calls for the classes that it is given. */
  static fromTorch(object: UnknownObject): object | undefined {
    return readModule(this as unknown as ModuleClass, object);
  }

  /** Returns what a Torch7 file is to hold of the module: what `save` calls. */
  toTorch(): UnknownObject {
    return writeModule(this as unknown as AnyModule);
  }

  /**
   * Returns the parameters and what else lasts (running means, tables), by name: those of the modules inside begin with their position,
   * as in `0.weight`. The tensors are the module's own; gradients and results between are not among them.
   *
   * @example Saving parameters
   * ```ts
   * import { Linear, Sequential, Tanh } from "@taimatsu/nn";
   * import { loadSafetensors, saveSafetensors } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
   * const net = () => new Sequential().add(new Linear(2, 3)).add(new Tanh()), mine = net(), yours = net();
   * saveSafetensors(path, mine.stateDict());
   * yours.loadStateDict(loadSafetensors(path));
   * assertEquals(yours.stateDict()["0.weight"]!.toArray(), mine.stateDict()["0.weight"]!.toArray());
   * await Deno.remove(path);
   * ```
   */
  stateDict(): StateDict {
    return stateOf(this as unknown as AnyModule);
  }

  /**
   * Copies tensors into those of the module that have their names, converted to their dtype.
   *
   * @param state Tensors by name, as {@linkcode stateDict} returns them.
   * @param options With `strict` unset, names may be missing, and others may be there, which are left alone.
   * @returns The names that were missing and those that were not expected.
   * @throws {TypeError} If names are missing or not expected, which lists all of them, or a tensor has another size; nothing is changed
   * then.
   */
  loadStateDict(state: Readonly<StateDict>, { strict = true }: LoadStateOptions = {}): LoadedNames {
    return loadState(this as unknown as AnyModule, state, strict);
  }

  // ---- for layers

  /** Returns `input` if it is contiguous, else a copy that is kept for the next call. */
  contiguousInput(input: Tensor): Tensor {
    return input.dense ? input : this._input = copyTo(this._input, input);
  }

  /** Returns `gradOutput` if it is contiguous, else a copy that is kept for the next call. */
  contiguousGradOutput(gradOutput: Tensor): Tensor {
    return gradOutput.dense ? gradOutput : this._gradOutput = copyTo(this._gradOutput, gradOutput);
  }

  /** Dtype and device of the module, as options of functions that make tensors. */
  tensorOptions(): { dtype: Dtype; device: Device } {
    return { dtype: this.type(), device: this.device };
  }

  /** What `backward` returns where `gradInput` is `null`. */
  noGradient(): I {
    return nothing as Activity as I;
  }

  /**
   * Returns the error for an argument that does not fit.
   *
   * @param method `forward` or `backward`.
   * @param name The argument's name.
   * @param x The argument, of whatever type.
   * @param forms The sizes that are accepted.
   */
  refusal(method: string, name: string, x: unknown, forms: SizeForms): TypeError {
    return refusal(this as unknown as AnyModule, method, name, x, forms);
  }
}
