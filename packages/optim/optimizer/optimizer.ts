import { checkOneOf, checkRange, describe, emptyLike, formatSize, norm, type Tensor } from "@taimatsu/tensor";
import { checkNormType, scaleToNorm, totalNorm } from "../clipping/norms.ts";
import type { Objective } from "../objective.ts";
import { groupsOf } from "./groups.ts";
import type { Method, SettingsOf } from "./method.ts";
import type { ParameterGroup, Parameterized } from "./parameterized.ts";
import type { OptimizerGroup, OptimizerOptions } from "./options.ts";
import { orderOf, type Part } from "./part.ts";
import { isInPlace, type Place, placesOf } from "./places.ts";
import { checkApart, checkGroup, planRanges, viewsOf, wrongGradient } from "./runs.ts";
import { checkKept, checkState, copyOf, GROUP_TENSORS, type OptimizerState, placed } from "./state.ts";

/** Number of parts that are nested; the stack bears no more than about a thousand. */
const NESTED = 250;

/** Thrown through methods, which leave everything as it was then: to leave out a step, to begin it anew, and to try their settings. */
const SKIP: unknown = Symbol("skip"), AGAIN: unknown = Symbol("again"), TRIED: unknown = Symbol("tried");

/**
 * Moves the parameters of a net, in groups with settings of their own, by any method of this package or of yours.
 *
 * Parameters that lie side by side in memory, with their gradients side by side alike, are moved by one call of the method: all
 * parameters of a net after `net.getParameters()`. Others are moved one by one, each with a state of its own. After the first
 * step no memory is asked for. A method that evaluates several times a step, as line searches do, should have all parameters in
 * one piece of memory and one group: otherwise it moves one part after the other, the last one first.
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
  #order: Part[] = [];
  #gradients: Tensor[] = [];
  #places: Place[] = [];
  #closure: (() => number) | undefined;
  #loss = NaN;
  #first = NaN;
  #moved = false;
  #trying = false;

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
    this.#closure = closure;
    try {
      if (this.#attempt(caller)) this.steps++;
      else this.skipped++;
    } finally {
      this.#closure = undefined;
    }
    return closure === undefined ? undefined : this.#first;
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
   * @param state What {@linkcode state} returned; it is copied, to where the parameters are.
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
      parts[g]!.forEach((part, k) => part.state = placed(copy.groups[g]!.states[k]!, part.x.device));
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
        const part: Part = {
          next: 0,
          group,
          x,
          gradient,
          members: range.members,
          state: {},
          objective,
          asked: false,
        };
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
    this.#order = orderOf(parts);
    this.#gradients = parts.map(({ gradient }) => gradient);
    this.#places = placesOf(this.groups);
  }

  /** Moves all parts; returns whether they have moved. */
  #attempt(caller: string): boolean {
    this.#tryLate();
    for (let again = false;; again = true) {
      try {
        this.#nest(0);
        break;
      } catch (error) {
        if (error === SKIP) return false;
        if (error !== AGAIN) throw error;
        // As layers do that learn their sizes from the first input.
        this.#plan(caller);
        if (again) {
          throw new TypeError(
            `Cannot run ${caller}: closure must leave parameters in their memory but moved them each time it was called`,
          );
        }
      }
    }
    for (let k = NESTED; k < this.#order.length; k++) {
      const part = this.#order[k]!;
      if (part.done) continue;
      part.before = (part.before ?? emptyLike(part.x)).copy(part.x);
      this.#move(part);
    }
    return true;
  }

  /**
   * Moves the parts from number k on. They are nested: when the method asks for the gradient of a part, the next part's method is
   * begun, and the last one's question is answered for all. So all look where all of them want to, settings are checked before
   * anything moves, and an error on the way leaves everything as it was.
   */
  #nest(k: number): void {
    if (k === Math.min(NESTED, this.#order.length)) return this.#begin();
    const part = this.#order[k]!;
    part.next = k + 1;
    this.#move(part);
    if (!part.asked) this.#nest(k + 1);
  }

  #move(part: Part): void {
    part.asked = false;
    this.method(part.objective, part.x, this.groups[part.group] as never, part.state as never);
  }

  /** Lets methods look at the settings of parts that will not be nested: what is wrong there is an error before others have moved. */
  #tryLate(): void {
    this.#trying = true;
    try {
      for (const part of this.#order.slice(NESTED)) {
        part.done = false;
        try {
          this.#move(part);
          part.done = true; // a method that does not ask
        } catch (error) {
          if (error !== TRIED) throw error;
        }
      }
    } finally {
      this.#trying = false;
    }
  }

  /** Answers the method. */
  #ask(part: Part, y: Tensor): number {
    if (this.#trying) throw TRIED;
    const { x } = part, elsewhere = y !== x;
    if (elsewhere) {
      part.spare = (part.spare ?? emptyLike(x)).copy(x);
      x.copy(y);
    }
    try {
      if (part.asked) this.#evaluate();
      else {
        part.asked = true;
        if (part.next > 0) this.#nest(part.next);
        // What was computed holds no longer if another part has looked elsewhere, or this one came too late to be nested and does.
        if (this.#moved || part.before !== undefined && !part.before.equal(x)) this.#evaluate();
        this.#moved = false;
      }
    } finally {
      if (elsewhere) x.copy(part.spare!);
    }
    return this.#loss;
  }

  /** Computes the loss and the gradients for the first time in a step. */
  #begin(): void {
    const closure = this.#closure;
    this.#loss = this.#first = closure === undefined ? NaN : this.#call(closure);
    if (closure !== undefined && !isInPlace(this.groups, this.#places)) throw AGAIN;
    if (!this.#isFinite("Optimizer.step", this.#loss)) throw SKIP;
    this.#clip();
    this.#moved = false;
  }

  /** Computes the loss and the gradients again. */
  #evaluate(): void {
    if (this.#closure === undefined) {
      throw new TypeError(
        `Cannot run Optimizer.step: ${this.method.name} evaluates more than once a step and must have a closure`,
      );
    }
    this.#loss = this.#call(this.#closure);
    this.#clip();
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
    throw new RangeError(`Cannot run ${caller}: ${wrongGradient(this.groups)} ${at}`);
  }
}
