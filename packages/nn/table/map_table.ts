import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { tensorClass } from "@taimatsu/tensor/native";
import { optionsLike } from "../containers/options_like.ts";
import { cloneFields } from "../fields.ts";
import { type AnyModule, Module } from "../module.ts";
import type { Activity } from "../options.ts";
import { checkList } from "./lists.ts";
import { ParallelTable } from "./parallel_table.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Gives every entry of a list to one module, or to a copy of it, and returns the list of outputs.
 *
 * The copies are made when a longer list comes; they have the parameters of the module and the gradients of these, or, without
 * `share`, parameters of their own: {@linkcode resize} makes them before `getParameters()`. Input a list of at least one entry.
 * Torch7: `MapTable.lua`, which shares whatever it is told.
 *
 * @typeParam I List of inputs: of tensors unless given.
 * @typeParam O List of outputs: of tensors unless given.
 *
 * @example Usage
 * ```ts
 * import { Linear, MapTable } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new MapTable(new Linear(4, 2));
 * assertEquals(net.forward([rand([3, 4]), rand([5, 4])]).map((y) => y.size()), [[3, 2], [5, 2]]);
 * assertEquals(net.parameters()[0].map((p) => p.size()), [[2, 4], [2]]);
 * ```
 */
export class MapTable<
  I extends readonly Activity[] = readonly Tensor[],
  O extends readonly Activity[] = readonly Tensor[],
> extends ParallelTable<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ modules, module, shared, sharedparams }, options) => {
      const [first = module, ...others] = (modules ?? []) as AnyModule[], sharing = names(sharedparams ?? shared) > 0;
      if (!(first instanceof Module)) return new MapTable(undefined, sharing).type(options.dtype!);
      const table = new MapTable(first, sharing);
      if (!sharing) table.modules.push(...others); // those that share parameters are made again
      return table;
    },
    upgrade: (fields) => {
      const [first = fields.module] = (fields.modules ?? []) as unknown[];
      if (first instanceof Module) fields._type = tensorClass(first.type());
    },
    derive: ({ modules, sharing }: MapTable) => ({
      module: modules[0],
      shared: true,
      sharedparams: sharing ? ["weight", "bias", "gradWeight", "gradBias"] : [],
    }),
  };

  /** Whether the copies have the parameters of the module. */
  readonly sharing: boolean;

  /**
   * Creates the container.
   *
   * @param module The module; `add` may give it later.
   * @param share Whether copies of it have its parameters.
   */
  constructor(module?: AnyModule, share = true) {
    super(module === undefined ? undefined : optionsLike("MapTable", module));
    this.sharing = share;
    if (module !== undefined) this.add(module);
  }

  /** Gives the module, unless there is one already. */
  override add(module: AnyModule): this {
    if (this.modules.length === 0) return super.add(module);
    throw new TypeError("Cannot run MapTable.add: there must be one module but is one already");
  }

  /** Makes or drops copies until there are `n` modules. */
  resize(n: number): this {
    checkInteger("MapTable.resize", "n", n, 1);
    if (this.modules.length === 0) throw new TypeError("Cannot run MapTable.resize: there are no modules");
    if (this.modules.length > n) this.modules.length = n;
    this.extend(n);
    return this;
  }

  /** Returns the number of entries; makes copies for those that have none. */
  override branches(method: string, input: I): number {
    if (this.modules.length === 0) throw new TypeError(`Cannot run MapTable.${method}: there are no modules`);
    checkList(this, method, "input", input, 1, Infinity);
    this.extend(input.length);
    return input.length;
  }

  /** Returns the parameters, of the copies too if they have some of their own, and the gradients. */
  override parameters(): [Tensor[], Tensor[]] {
    if (!this.sharing) return super.parameters();
    return this.modules[0]?.parameters() ?? [[], []];
  }

  /** Sets the gradients of all parameters to 0. */
  override zeroGradParameters(): void {
    for (const module of this.owners()) module.zeroGradParameters();
  }

  /** Changes every parameter by −`learningRate` times its gradient. */
  override updateParameters(learningRate: number): void {
    for (const module of this.owners()) module.updateParameters(learningRate);
  }

  /** Draws the parameters anew. `stdv` is their standard deviation. */
  override reset(stdv?: number): void {
    for (const module of this.owners()) module.reset(stdv);
  }

  /** Puts `fn(module)` in the place of each module, this one first; copies that share parameters are made anew when needed. */
  override replace(fn: (module: AnyModule) => AnyModule): AnyModule {
    if (this.sharing) this.modules.length = Math.min(1, this.modules.length);
    return super.replace(fn);
  }

  /** Drops the intermediate results, and the copies that share parameters. */
  override clearState(): this {
    if (this.sharing) this.modules.length = Math.min(1, this.modules.length);
    return super.clearState();
  }

  /** Returns the modules that have parameters of their own. */
  owners(): AnyModule[] {
    return this.sharing ? this.modules.slice(0, 1) : this.modules;
  }

  /** Makes copies until there are `n` modules. */
  extend(n: number): void {
    const { modules } = this, first = modules[0]!;
    if (modules.length >= n) return;
    const same = this.sharing ? first.parameters().flat() : [];
    if (same.length > 0) first.apply((module) => module.shared = true);
    while (modules.length < n) modules.push(cloneFields(first, same).clearState());
  }

  /** Returns the text of the module, as Torch7 prints it. */
  override toString(): string {
    const [module] = this.modules;
    return module === undefined
      ? "nn.MapTable { }"
      : `nn.MapTable {\n  ${module.toString().replaceAll("\n", "\n        ")}\n}`;
  }
}

/** The number of names in a list that a file holds; Torch7's first one has them where there is a flag now. */
function names(value: unknown): number {
  return typeof value === "object" && value !== null ? Object.keys(value).length : 1;
}
