import { checkOneOf, describe } from "@taimatsu/tensor";
import { checkNames } from "../optimizer/state.ts";
import { checkCount, checkRates } from "./checks.ts";

/** What a schedule changes: an {@linkcode Optimizer}, or groups of your own, each with a `learningRate`. */
export interface Scheduled {
  /** The groups. */
  readonly groups: readonly object[];
}

/** What {@linkcode Schedule.state} returns: numbers and lists of them. */
export interface ScheduleState {
  /** Name of the class. */
  schedule: string;
  /** Number of steps done. */
  steps: number;
  /** The learning rates that the schedule began with, by groups. */
  baseRates: number[];
  /** What a schedule of this class keeps beside. */
  [name: string]: unknown;
}

/**
 * What all schedules share: they set the learning rates of all groups when they are made and after each {@linkcode step}, from the
 * rates that the groups had before.
 *
 * @example Usage
 * ```ts
 * import { Schedule } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * class Harmonic extends Schedule {
 *   constructor(optimizer: { groups: object[] }) {
 *     super(optimizer);
 *     this.apply();
 *   }
 *   override rateAt(steps: number, base: number): number {
 *     return base / (1 + steps);
 *   }
 * }
 *
 * const groups = [{ learningRate: 1 }], schedule = new Harmonic({ groups });
 * schedule.step();
 * assertEquals(groups[0]!.learningRate, 0.5);
 * ```
 */
export abstract class Schedule {
  /** What is changed. */
  readonly optimizer: Scheduled;
  /** The learning rates that the schedule begins with, by groups. */
  baseRates: number[] = [];
  /** Number of steps done. */
  steps = 0;

  /**
   * Keeps the groups' learning rates as those to begin with.
   *
   * @throws {TypeError} If a group has no learning rate.
   */
  constructor(optimizer: Scheduled) {
    if (typeof optimizer !== "object" || optimizer === null || !Array.isArray(optimizer.groups)) {
      throw new TypeError(`Cannot run ${this.#name}: optimizer must have groups but is ${describe(optimizer)}`);
    }
    this.optimizer = optimizer;
    this.#follow();
  }

  /**
   * Returns the learning rate of a group: what a schedule implements.
   *
   * @param steps Number of steps done.
   * @param base The learning rate to begin with.
   * @param group Position of the group.
   */
  abstract rateAt(steps: number, base: number, group: number): number;

  /** Returns the learning rates that the groups should have now. */
  rates(): number[] {
    this.#follow();
    return this.baseRates.map((base, group) => this.rateAt(this.steps, base, group));
  }

  /** Sets the learning rates of the groups to {@linkcode rates}. */
  apply(): void {
    this.rates().forEach((rate, k) => (this.optimizer.groups[k] as { learningRate: number }).learningRate = rate);
  }

  /**
   * Goes on by one step, which is an epoch or a batch as the settings mean, and sets the learning rates.
   *
   * @param _metric The last loss or other measure, for schedules that look at it.
   */
  step(_metric?: number): void {
    this.steps++;
    try {
      this.apply();
    } catch (error) {
      this.steps--;
      throw error;
    }
  }

  /** Returns what the schedule needs to go on, beside its settings, as a plain object. */
  state(): ScheduleState {
    return { schedule: this.#name, steps: this.steps, baseRates: [...this.baseRates] };
  }

  /**
   * Goes on from a state of a schedule with the same settings, and sets the learning rates.
   *
   * @param state What {@linkcode state} returned; it is copied.
   * @throws {TypeError} If something is missing, unexpected or does not fit; nothing is loaded then.
   */
  loadState(state: ScheduleState): void {
    const caller = `${this.#name}.loadState`;
    checkNames(caller, "state", state, Object.keys(this.state()));
    checkOneOf(caller, "state.schedule", state.schedule, [this.#name]);
    checkCount(caller, "state.steps", state.steps);
    checkRates(caller, "state.baseRates", state.baseRates, this.optimizer.groups.length);
    this.restore(caller, state);
    this.steps = state.steps;
    this.baseRates = [...state.baseRates];
    this.apply();
  }

  /** Checks and takes what a schedule keeps beside; it throws before it takes anything. */
  protected restore(_caller: string, _state: ScheduleState): void {}

  get #name(): string {
    return this.constructor.name;
  }

  /** Begins with the groups that are new. */
  #follow(): void {
    const { groups } = this.optimizer;
    const rates = groups.slice(this.baseRates.length).map((group, k) => {
      const { learningRate } = (group ?? {}) as { learningRate?: unknown };
      if (typeof learningRate === "number") return learningRate;
      throw new TypeError(
        `Cannot run ${this.#name}: groups[${k + this.baseRates.length}].learningRate must be a number but is ` +
          describe(learningRate),
      );
    });
    this.baseRates.push(...rates);
  }
}
