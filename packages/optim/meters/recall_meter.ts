import { type Tensor, tensor } from "@taimatsu/tensor";
import type { Meter } from "./meter.ts";
import { ThresholdCounts, type ThresholdMeterOptions } from "./threshold_counts.ts";

/**
 * Share in percent of the true classes that were predicted, for each threshold (torchnet's `recallmeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { RecallMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new RecallMeter({ threshold: [0.3, 0.5] });
 * meter.add(tensor([[0.6, 0.4], [0.4, 0.2]]), tensor([[1, 0], [1, 1]]));
 * assertEquals(meter.value(0.5), 100 / 3);
 * ```
 */
export class RecallMeter implements Meter<[output: Tensor, target: number | Tensor], (number | Tensor)[]> {
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
  constructor({ threshold = [0.5], perclass = false }: ThresholdMeterOptions = {}) {
    this.#counts = new ThresholdCounts("RecallMeter", threshold);
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

  /**
   * Returns the values in percent, in the order of `threshold`: numbers, or vectors [classes], float64, if `perclass`. 100
   * where no example has the class.
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
    const { right, wanted: all } = this.#counts.at(t);
    if (this.perclass) return tensor(right.map((count, k) => share(count, all[k]!)), { dtype: "float64" });
    const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
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
