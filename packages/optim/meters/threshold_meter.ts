import { type Tensor, tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import type { Meter } from "./meter.ts";
import { type ThresholdCount, ThresholdCounts, type ThresholdMeterOptions } from "./threshold_counts.ts";

/** Shares in percent of classes, for each threshold from which on a class is predicted: the base of precision and recall. */
export abstract class ThresholdMeter implements Meter<[output: Tensor, target: number | Tensor], (number | Tensor)[]> {
  /** The thresholds. */
  readonly threshold: readonly number[];
  /** Whether each class has a value of its own. */
  readonly perclass: boolean;
  readonly #counts: ThresholdCounts;

  /**
   * Starts without examples.
   *
   * @param options What is measured.
   * @throws {RangeError} If a threshold is outside [0, 1] or there is none.
   */
  constructor(options: ThresholdMeterOptions = {}) {
    checkObject(new.target.name, "options", options);
    const { threshold = [0.5], perclass = false } = options;
    this.#counts = new ThresholdCounts(new.target.name, threshold);
    this.threshold = this.#counts.thresholds;
    this.perclass = perclass;
  }

  /**
   * Takes in a batch.
   *
   * @param output Scores [batch, classes], or [classes]; a class is predicted where its score is at least the threshold.
   * @param target 0 and 1, of the same size, or a class for each example.
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If the targets are no such numbers.
   */
  add(output: Tensor, target: number | Tensor): void {
    this.#counts.add(output, target);
  }

  /** Returns, for each class, how many there are of which the right ones are a share. */
  abstract all(counts: ThresholdCount): readonly number[];

  /**
   * Returns the values in percent, in the order of `threshold`: numbers, or vectors [classes], float64, if `perclass`; 100 for
   * a share of none.
   */
  value(): (number | Tensor)[];
  /**
   * Returns the value for one threshold.
   *
   * @param t One of `threshold`.
   * @throws {RangeError} If it is not.
   */
  value(t: number): number | Tensor;
  value(t?: number): number | Tensor | (number | Tensor)[] {
    if (t === undefined) return this.threshold.map((t) => this.value(t));
    const counts = this.#counts.at(t), { right } = counts, all = this.all(counts);
    if (this.perclass) return tensor(right.map((count, k) => share(count, all[k]!)), { dtype: "float64" });
    const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
    return share(sum(right), sum(all));
  }

  /** Forgets everything. */
  reset(): void {
    this.#counts.reset();
  }
}

function share(count: number, all: number): number {
  return all === 0 ? 100 : 100 * count / all;
}
