import { checkFinite, checkInteger, checkOneOf, checkRange, describe } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkCount, checkLevels, checkRates } from "./checks.ts";
import { Schedule, type Scheduled, type ScheduleState } from "./schedule.ts";

/** Settings of {@linkcode ReduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions {
  /** Whether the metric should fall or rise; `"min"` by default. */
  mode?: "min" | "max";
  /** Factor of the learning rates, below 1; 0.1 by default. */
  factor?: number;
  /** Number of steps without improvement that are borne; 10 by default. */
  patience?: number;
  /** What counts as an improvement; 10⁻⁴ by default. */
  threshold?: number;
  /** Whether `threshold` is a share of the best metric or a difference from it; `"rel"` by default. */
  thresholdMode?: "rel" | "abs";
  /** Number of steps after a change that are not looked at; 0 by default. */
  cooldown?: number;
  /** The lowest learning rate, of all groups or of each; 0 by default. */
  minLearningRate?: number | readonly number[];
  /** Changes up to this are left out; 10⁻⁸ by default. */
  epsilon?: number;
}

/**
 * Multiplies the learning rates by `factor` when a metric has not improved for more than `patience` steps.
 *
 * PyTorch: `ReduceLROnPlateau`.
 *
 * @example Usage
 * ```ts
 * import { ReduceLROnPlateau } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const groups = [{ learningRate: 1 }], schedule = new ReduceLROnPlateau({ groups }, { factor: 0.5, patience: 1 });
 * for (const loss of [3, 2, 2, 2]) schedule.step(loss);
 * assertEquals(groups[0]!.learningRate, 0.5);
 * ```
 */
export class ReduceLROnPlateau extends Schedule {
  /** The best metric so far; `null` before the first. */
  best: number | null = null;
  readonly #options: Required<ReduceLROnPlateauOptions>;
  #current: number[];
  #bad = 0;
  #cooldown = 0;

  /**
   * Begins with the learning rates that the groups have.
   *
   * @param optimizer What is changed.
   * @param options When and by how much.
   * @throws {TypeError} If a list has not one entry for each group.
   * @throws {RangeError} If a number lies outside its range.
   */
  constructor(optimizer: Scheduled, options: ReduceLROnPlateauOptions = {}) {
    super(optimizer);
    checkObject("ReduceLROnPlateau", "options", options);
    const all = this.#options = {
      mode: "min",
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      thresholdMode: "rel",
      cooldown: 0,
      minLearningRate: 0,
      epsilon: 1e-8,
      ...options,
    };
    const caller = "ReduceLROnPlateau";
    checkOneOf(caller, "mode", all.mode, ["min", "max"]);
    checkRange(caller, "factor", all.factor, 0, 1);
    if (all.factor === 1) throw new RangeError(`Cannot run ${caller}: factor must be below 1 but is 1`);
    checkInteger(caller, "patience", all.patience, 0);
    checkFinite(caller, "threshold", all.threshold);
    checkRange(caller, "threshold", all.threshold, 0, Infinity);
    checkOneOf(caller, "thresholdMode", all.thresholdMode, ["rel", "abs"]);
    checkInteger(caller, "cooldown", all.cooldown, 0);
    checkLevels(caller, "minLearningRate", all.minLearningRate, optimizer.groups.length);
    checkFinite(caller, "epsilon", all.epsilon);
    checkRange(caller, "epsilon", all.epsilon, 0, Infinity);
    this.#current = [...this.baseRates];
  }

  /**
   * Looks at a metric and changes the learning rates if need be.
   *
   * @param metric Of the last epoch; NaN is no improvement.
   * @throws {TypeError} If it is no number.
   */
  override step(metric?: number): void {
    if (typeof metric !== "number") {
      throw new TypeError(`Cannot run ReduceLROnPlateau.step: metric must be a number but is ${describe(metric)}`);
    }
    const { patience, cooldown, factor, epsilon, minLearningRate } = this.#options;
    this.rates();
    if (this.#isBetter(metric)) {
      this.best = metric;
      this.#bad = 0;
    } else this.#bad++;
    if (this.#cooldown > 0) {
      this.#cooldown--;
      this.#bad = 0;
    }
    if (this.#bad > patience) {
      this.#current = this.rates().map((rate, k) => {
        const lowest = typeof minLearningRate === "number" ? minLearningRate : minLearningRate[k] ?? 0;
        const next = Math.max(rate * factor, lowest);
        return rate - next > epsilon ? next : rate;
      });
      this.#cooldown = cooldown;
      this.#bad = 0;
    }
    super.step();
  }

  /** Returns the learning rate that the metrics so far have led to. */
  override rateAt(_steps: number, base: number, group: number): number {
    return this.#current[group] ?? base;
  }

  /** Returns what the schedule needs to go on. */
  override state(): ScheduleState {
    const kept = { best: this.best, current: this.rates(), bad: this.#bad, cooldown: this.#cooldown };
    return { ...super.state(), ...kept };
  }

  /** Takes what the schedule keeps beside. */
  protected override restore(caller: string, { best, current, bad, cooldown }: ScheduleState): void {
    if (best !== null && typeof best !== "number") {
      throw new TypeError(`Cannot run ${caller}: state.best must be a number or null but is ${describe(best)}`);
    }
    checkRates(caller, "state.current", current, this.optimizer.groups.length);
    checkCount(caller, "state.bad", bad);
    checkCount(caller, "state.cooldown", cooldown);
    this.best = best;
    this.#current = [...current];
    this.#bad = bad;
    this.#cooldown = cooldown;
  }

  #isBetter(metric: number): boolean {
    const { best } = this, { mode, threshold, thresholdMode } = this.#options;
    if (best === null) return !Number.isNaN(metric);
    const sign = mode === "min" ? -1 : 1;
    const wanted = thresholdMode === "rel" ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === "min" ? metric < wanted : metric > wanted;
  }
}
