import { checkFinite, checkInteger, checkRange, describe } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { Schedule, type ScheduleState } from "./schedule.ts";

/** Settings of {@linkcode WarmUp}. */
export interface WarmUpOptions {
  /** Number of steps until the other schedule begins. */
  steps: number;
  /** Factor of the learning rates at first, above 0; 1/3 by default. */
  startFactor?: number;
}

/**
 * Raises the learning rates in a line to those that another schedule begins with, and goes on with that.
 *
 * PyTorch: `LinearLR` before the other in `SequentialLR`.
 *
 * @example Usage
 * ```ts
 * import { CosineAnnealingLR, WarmUp } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const groups = [{ learningRate: 1 }];
 * const schedule = new WarmUp(new CosineAnnealingLR({ groups }, { tMax: 10 }), { steps: 4, startFactor: 0.2 });
 * const rates = [groups[0]!.learningRate];
 * for (let k = 0; k < 9; k++) {
 *   schedule.step();
 *   rates.push(groups[0]!.learningRate);
 * }
 * assertClose(rates.slice(0, 5), [0.2, 0.4, 0.6, 0.8, 1]);
 * assertClose(rates[9]!, 0.5);
 * ```
 */
export class WarmUp extends Schedule {
  /** The other schedule. */
  readonly after: Schedule;
  /** Number of steps until that begins. */
  readonly warmUpSteps: number;
  /** Factor of the learning rates at first. */
  readonly startFactor: number;

  /**
   * Begins with the learning rates of the other schedule.
   *
   * @param after The other schedule, newly made.
   * @param options How long and from where.
   * @throws {TypeError} If `after` is no schedule.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(after: Schedule, options: WarmUpOptions) {
    if (!(after instanceof Schedule)) {
      throw new TypeError(`Cannot run WarmUp: after must be a schedule but is ${describe(after)}`);
    }
    super(after.optimizer);
    checkObject("WarmUp", "options", options);
    const { steps, startFactor = 1 / 3 } = options;
    checkInteger("WarmUp", "steps", steps, 1);
    checkFinite("WarmUp", "startFactor", startFactor);
    checkRange("WarmUp", "startFactor", startFactor, Number.MIN_VALUE, 1);
    this.after = after;
    this.warmUpSteps = steps;
    this.startFactor = startFactor;
    this.apply();
  }

  /** Returns the learning rates that the groups should have now. */
  override rates(): number[] {
    const { steps, warmUpSteps, startFactor } = this, rates = this.after.rates();
    if (steps >= warmUpSteps) return rates;
    const factor = startFactor + (1 - startFactor) * steps / warmUpSteps;
    return rates.map((rate) => rate * factor);
  }

  /** Returns the learning rate of a group now. */
  override rateAt(_steps: number, _base: number, group: number): number {
    return this.rates()[group]!;
  }

  /**
   * Goes on by one step, with the other schedule when its time has come.
   *
   * @param metric For the other schedule.
   */
  override step(metric?: number): void {
    if (this.steps >= this.warmUpSteps) {
      this.after.step(metric);
      this.steps++;
    } else super.step();
  }

  /** Returns what both schedules need to go on. */
  override state(): ScheduleState {
    return { ...super.state(), after: this.after.state() };
  }

  /** Takes the state of the other schedule. */
  protected override restore(_caller: string, state: ScheduleState): void {
    this.after.loadState(state.after as ScheduleState);
  }
}
