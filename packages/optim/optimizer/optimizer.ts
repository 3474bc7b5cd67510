import { checkOneOf, checkRange, describe, emptyLike, formatSize, norm, type Tensor } from "@taimatsu/tensor";
import { checkNormType, scaleToNorm, totalNorm } from "../clipping/norms.ts";
import type { Objective } from "../objective.ts";
import { groupsOf } from "./groups.ts";
import type { Method, SettingsOf } from "./method.ts";
import type { ParameterGroup, Parameterized } from "./parameterized.ts";
import { isInPlace, type Place, placesOf } from "./places.ts";
import { checkApart, checkGroup, nameOf, planRanges, viewsOf } from "./runs.ts";
import { checkKept, checkState, copyOf, GROUP_TENSORS, type OptimizerState } from "./state.ts";

/** What {@linkcode Optimizer} does beside the method. */
export interface OptimizerOptions {
  /** Largest norm of all gradients together, see `clipGradNorm`; no limit by default. */
  clipNorm?: number;
  /** Which norm: above 0, `Infinity` for the largest magnitude; 2 by default. */
  normType?: number;
  /** Largest magnitude of each element of the gradients, see `clipGradValue`; no limit by default. It comes before `clipNorm`. */
  clipValue?: number;
  /**
   * What a loss or gradient does that is NaN or infinite when a step begins: it is an error (`"throw"`, by default), the step is
   * left out (`"skip"`), or nobody looks (`"ignore"`), which saves one pass over the gradients.
   */
  onNonFinite?: "throw" | "skip" | "ignore";
}

/**
 * Parameters and the settings that hold for them.
 *
 * @typeParam M The method's type, as `typeof adam`.
 */
export type OptimizerGroup<M extends Method = Method> = ParameterGroup & SettingsOf<M>;

/** Memory that the method moves in one call. */
interface Part {
  group: number;
  x: Tensor;
  gradient: Tensor;
  /** Positions of the parameters in the group, in the order of memory. */
  members: readonly number[];
  state: Record<string, unknown>;
  objective: Objective;
  /** Where the values lie while the method looks elsewhere. */
  spare?: Tensor;
}

/** Thrown through a method that is only to check its settings. */
const CHECKED: unknown = Symbol("settings checked");
const probe: Objective = () => {
  throw CHECKED;
};

/**
 * Moves the parameters of a net, in groups with settings of their own, by any method of this package or of yours.
 *
 * Parameters that lie side by side in memory, with their gradients side by side alike, are moved by one call of the method: all
 * parameters of a net after `net.getParameters()`. Others are moved one by one, each with a state of its own. After the first
 * step no memory is asked for. A method that evaluates several times a step, as line searches do, should have all parameters in
 * one piece of memory and one group: otherwise it moves one part after the other.
 *
 * @typeParam M The method's type, as `typeof adam`.
 *
 * @example Usage
 * ```ts
 * import { Optimizer, sgd } from "@taimatsu/optim";
 * import { Linear } from "@taimatsu/nn";
 * import { MSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const net = new Linear(1, 1), criterion = new MSECriterion();
 * net.getParameters();
 * const optimizer = new Optimizer(net, { method: sgd, learningRate: 0.1, momentum: 0.9, dampening: 0 });
 *
 * const x = tensor([[-1], [1]]), y = tensor([[-3], [5]]);
 * let loss = Infinity;
 * for (let k = 0; k < 300; k++) {
 *   optimizer.zeroGrad();
 *   loss = criterion.forward(net.forward(x), y);
 *   net.backward(x, criterion.backward(net.output, y));
 *   optimizer.step();
 * }
 * assert(loss < 1e-6);
 * optimizer.groups[0]!.learningRate = 0.01;
 * ```
 */
export class Optimizer<M extends Method = Method> {
  /** The groups. Settings, such as `groups[0].learningRate`, may be changed at any time and hold from the next step on. */
  readonly groups: OptimizerGroup<M>[] = [];
  /** What moves the parameters. */
  readonly method: M;
  /** Largest norm of all gradients together. */
  clipNorm: number | undefined;
  /** Which norm. */
  normType: number;
  /** Largest magnitude of each element of the gradients. */
  clipValue: number | undefined;
  /** What a loss or gradient does that is not finite. */
  onNonFinite: "throw" | "skip" | "ignore";
  /** Number of steps done. */
  steps = 0;
  /** Number of steps that were left out because something was not finite. */
  skipped = 0;
  /** Norm of the gradients in the last evaluation, before it was clipped; NaN unless `clipNorm` is set. */
  gradNorm: number = NaN;
  readonly #defaults: Partial<SettingsOf<M>>;
  #parts: Part[] = [];
  #gradients: Tensor[] = [];
  #places: Place[] = [];
  #closure: (() => number) | undefined;
  #loss = NaN;
  #calls = 0;
  #moved = false;

  /**
   * Keeps the parameters; nothing is computed.
   *
   * @param parameters A module, or groups with settings of their own.
   * @param options The method, its settings for groups that have no others, and what else is done.
   * @throws {TypeError} If there are no parameters, a gradient does not belong to its parameter, or two groups share memory.
   * @throws {RangeError} If a number lies outside its range. The method checks its settings in each step.
   */
  constructor(
    parameters: Parameterized | readonly (ParameterGroup & Partial<NoInfer<SettingsOf<M>>>)[],
    options: { method: M } & OptimizerOptions & Partial<NoInfer<SettingsOf<M>>>,
  ) {
    if (typeof options?.method !== "function") {
      throw new TypeError(
        `Cannot run Optimizer: method must be a function such as sgd or adam but is ${describe(options?.method)}`,
      );
    }
    const { method, clipNorm, normType = 2, clipValue, onNonFinite = "throw", ...settings } = options;
    this.method = method;
    this.clipNorm = clipNorm;
    this.normType = normType;
    this.clipValue = clipValue;
    this.onNonFinite = onNonFinite;
    this.#defaults = settings as object as Partial<SettingsOf<M>>;
    this.#checkOptions("Optimizer");
    const groups = groupsOf("Optimizer", parameters);
    this.groups.push(...groups.map((group) => this.#complete(group as ParameterGroup & Partial<SettingsOf<M>>)));
    this.#plan("Optimizer");
  }

  /**
   * Adds parameters.
   *
   * @param group The parameters, their gradients and settings that differ from those of the optimizer.
   * @throws {TypeError} If a gradient does not belong to its parameter, or memory is in another group already; nothing is added.
   */
  addGroup(group: ParameterGroup & Partial<SettingsOf<M>>): this {
    if (typeof group !== "object" || group === null) {
      throw new TypeError(`Cannot run Optimizer.addGroup: group must be an object but is ${describe(group)}`);
    }
    this.groups.push(this.#complete(group));
    try {
      this.#plan("Optimizer.addGroup");
    } catch (error) {
      this.groups.pop();
      throw error;
    }
    return this;
  }

  /** Sets all gradients to 0. */
  zeroGrad(): void {
    this.#follow("Optimizer.zeroGrad");
    for (const gradient of this.#gradients) gradient.zero();
  }

  /**
   * Moves the parameters.
   *
   * @param closure Computes the loss and the gradients, after `zeroGrad()`, and returns the loss. It is called once before the
   * parameters move, and again where the method asks for more.
   * @returns The loss before the step.
   * @throws {RangeError} If a setting lies outside its range, or the loss or a gradient is not finite and `onNonFinite` is
   * `"throw"`. Nothing has moved then.
   * @throws {TypeError} If the closure returns no number, or parameters were moved to other memory after the first step.
   */
  step(closure: () => number): number;
  /** As above with the gradients as they are, for methods that need them once a step. */
  step(closure?: undefined): undefined;
  step(closure?: () => number): number | undefined {
    const caller = "Optimizer.step";
    if (closure !== undefined && typeof closure !== "function") {
      throw new TypeError(`Cannot run ${caller}: closure must be a function but is ${describe(closure)}`);
    }
    this.#checkOptions(caller);
    this.#follow(caller);
    if (this.#parts.length > 1) this.#checkSettings();
    this.#closure = closure;
    try {
      const loss = this.#loss = closure === undefined ? NaN : this.#call(closure);
      if (closure !== undefined) this.#follow(caller);
      if (!this.#isFinite(caller, loss)) {
        this.skipped++;
        return loss;
      }
      this.#clip();
      this.#moved = false;
      for (const part of this.#parts) {
        // The method that moved the part before may have looked elsewhere.
        if (this.#moved) this.#evaluate(part, part.x);
        this.#moved = false;
        this.#calls = 0;
        this.method(part.objective, part.x, this.groups[part.group] as never, part.state as never);
      }
      this.steps++;
      return closure === undefined ? undefined : loss;
    } finally {
      this.#closure = undefined;
    }
  }

  /**
   * Returns what the optimizer needs to go on, as a plain object of numbers and tensors: settings of the groups and what the
   * method keeps. All of it is copied; functions among the settings are left out.
   */
  state(): OptimizerState {
    this.#follow("Optimizer.state");
    const groups = this.groups.map((group, g) => {
      const parts = this.#parts.filter((part) => part.group === g);
      const settings = Object.entries(group).filter(([name]) => !GROUP_TENSORS.includes(name));
      return {
        settings: copyOf(Object.fromEntries(settings)),
        sizes: parts.map((part) => this.#sizesOf(part)),
        states: parts.map(({ state }) => copyOf(state)),
      };
    });
    return { method: this.method.name, steps: this.steps, skipped: this.skipped, groups };
  }

  /**
   * Goes on from a state: of an optimizer with the same method and parameters that lie in memory alike.
   *
   * @param state What {@linkcode state} returned; it is copied.
   * @throws {TypeError} If something is missing, unexpected or of another size; nothing is loaded then.
   */
  loadState(state: OptimizerState): void {
    const caller = "Optimizer.loadState";
    this.#follow(caller);
    const parts = this.groups.map((_, g) => this.#parts.filter((part) => part.group === g));
    checkState(caller, state, this.method.name, parts.map((list) => list.map((part) => this.#sizesOf(part))));
    parts.forEach((list, g) =>
      list.forEach((part, k) =>
        checkKept(caller, `state.groups[${g}].states[${k}]`, part.state, state.groups[g]!.states[k]!)
      )
    );
    const copy = copyOf(state);
    (this.groups as Record<string, unknown>[]).forEach((group, g) => {
      for (const name of Object.keys(group)) {
        if (!GROUP_TENSORS.includes(name) && typeof group[name] !== "function") delete group[name];
      }
      Object.assign(group, copy.groups[g]!.settings);
      parts[g]!.forEach((part, k) => part.state = copy.groups[g]!.states[k]!);
    });
    this.steps = copy.steps;
    this.skipped = copy.skipped;
  }

  #complete(group: ParameterGroup & Partial<SettingsOf<M>>): OptimizerGroup<M> {
    return { ...this.#defaults, ...group } as OptimizerGroup<M>;
  }

  #checkOptions(caller: string): void {
    if (this.clipNorm !== undefined) checkRange(caller, "clipNorm", this.clipNorm, 0, Infinity);
    if (this.clipValue !== undefined) checkRange(caller, "clipValue", this.clipValue, 0, Infinity);
    checkNormType(caller, this.normType);
    checkOneOf(caller, "onNonFinite", this.onNonFinite, ["throw", "skip", "ignore"]);
  }

  /** Lets the method check the settings of every part before one moves: it throws when it asks for the gradient. */
  #checkSettings(): void {
    for (const { group, x, state } of this.#parts) {
      try {
        this.method(probe, x, this.groups[group] as never, { ...state } as never);
      } catch (error) {
        if (error !== CHECKED) throw error;
      }
    }
  }

  #call(closure: () => number): number {
    const loss: unknown = closure();
    if (typeof loss !== "number") {
      throw new TypeError(
        `Cannot run Optimizer.step: closure must return the loss, a number, but is ${describe(loss)}`,
      );
    }
    return loss;
  }

  /** Returns the numbers of elements of a part's parameters. */
  #sizesOf({ group, members }: Part): number[] {
    return members.map((k) => this.groups[group]!.parameters[k]!.count);
  }

  /** Makes the parts anew if a tensor lies elsewhere than when they were made. */
  #follow(caller: string): void {
    if (!isInPlace(this.groups, this.#places)) this.#plan(caller);
  }

  /** Makes the parts; those that there were keep their state. */
  #plan(caller: string): void {
    this.groups.forEach((group, g) => checkGroup(caller, `groups[${g}]`, group));
    const plans = this.groups.map((group, g) => planRanges(caller, `groups[${g}]`, group));
    checkApart(caller, plans.flat());
    const old = this.#parts.some(({ state }) => Object.keys(state).length > 0) ? this.#parts : [];
    const parts = plans.flatMap((ranges, group) =>
      ranges.map((range): Part => {
        const [x, gradient] = viewsOf(range);
        const objective: Objective = (y) => [this.#ask(part, y), gradient];
        const part: Part = { group, x, gradient, members: range.members, state: {}, objective };
        return part;
      })
    );
    old.forEach(({ group, members, x, state }, k) => {
      const part = parts[k];
      if (
        part === undefined || part.group !== group || part.x.count !== x.count || part.members.join() !== members.join()
      ) {
        const lists = (list: Part[]): string => list.map(({ members }) => formatSize(members)).join(" ");
        throw new TypeError(
          `Cannot run ${caller}: parameters must stay together after the first step but those moved at once are number ` +
            `${lists(parts)}, before ${lists(old)} (call getParameters() before the first step)`,
        );
      }
      part.state = state;
    });
    this.#parts = parts;
    this.#gradients = parts.map(({ gradient }) => gradient);
    this.#places = placesOf(this.groups);
  }

  /** Answers the method. */
  #ask(part: Part, y: Tensor): number {
    if (this.#calls++ > 0 || y !== part.x) this.#evaluate(part, y);
    return this.#loss;
  }

  /** Computes the loss and the gradients where a part has the values of `y`. */
  #evaluate(part: Part, y: Tensor): void {
    if (this.#closure === undefined) {
      throw new TypeError(
        `Cannot run Optimizer.step: ${this.method.name} evaluates more than once a step and must have a closure`,
      );
    }
    const { x } = part, elsewhere = y !== x;
    if (elsewhere) {
      part.spare = (part.spare ?? emptyLike(x)).copy(x);
      x.copy(y);
    }
    try {
      this.#loss = this.#call(this.#closure);
      this.#clip();
    } finally {
      if (elsewhere) x.copy(part.spare!);
    }
    this.#moved = true;
  }

  #clip(): void {
    const { clipNorm, clipValue } = this;
    if (clipValue !== undefined) { for (const gradient of this.#gradients) gradient.clamp(-clipValue, clipValue); }
    if (clipNorm === undefined) return;
    this.gradNorm = totalNorm(this.#gradients, this.normType);
    scaleToNorm(this.#gradients, clipNorm, this.gradNorm);
  }

  #isFinite(caller: string, loss: number): boolean {
    if (this.onNonFinite === "ignore") return true;
    const finite = this.#closure === undefined || Number.isFinite(loss);
    if (finite && this.#gradients.every((gradient) => Number.isFinite(norm(gradient, Infinity)))) return true;
    if (this.onNonFinite === "skip") return false;
    const at = `in step ${this.steps + this.skipped}`;
    if (!finite) throw new RangeError(`Cannot run ${caller}: the loss must be finite but is ${loss} ${at}`);
    for (const [g, group] of this.groups.entries()) {
      for (const [k, gradient] of group.gradients.entries()) {
        const value = norm(gradient, Infinity);
        if (!Number.isFinite(value)) {
          throw new RangeError(
            `Cannot run ${caller}: the gradient of ${
              nameOf(group, k)
            } in groups[${g}] must be finite but holds ${value} ${at}`,
          );
        }
      }
    }
    return true;
  }
}
