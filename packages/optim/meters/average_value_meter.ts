import { checkRange } from "@taimatsu/tensor";
import type { Meter } from "./meter.ts";

/**
 * Mean and standard deviation of numbers (torchnet's `averagevaluemeter.lua`), by Welford's recurrence.
 *
 * @example Usage
 * ```ts
 * import { AverageValueMeter } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new AverageValueMeter();
 * for (const loss of [2, 4, 6]) meter.add(loss);
 * assertEquals(meter.value(), [4, 2]);
 * ```
 */
export class AverageValueMeter implements Meter<[value: number, n?: number], [mean: number, std: number]> {
  #n = 0;
  #mean = 0;
  #squares = 0;

  /**
   * Takes in a number.
   *
   * @param value The number, for example the mean loss of a batch.
   * @param n How often it counts, for example the size of the batch; 1 by default.
   * @throws {TypeError} If an argument is no number.
   * @throws {RangeError} If `n` is negative.
   */
  add(value: number, n = 1): void {
    checkRange("AverageValueMeter.add", "n", n, 0, Number.MAX_VALUE);
    if (typeof value !== "number") checkRange("AverageValueMeter.add", "value", value, -Infinity, Infinity);
    if (n === 0) return;
    this.#n += n;
    const difference = value - this.#mean;
    this.#mean += difference * n / this.#n;
    this.#squares += n * difference * (value - this.#mean);
  }

  /** Returns the mean, NaN without numbers, and the standard deviation with divisor n − 1, NaN below two. */
  value(): [mean: number, std: number] {
    if (this.#n === 0) return [NaN, NaN];
    return [this.#mean, this.#n > 1 ? Math.sqrt(this.#squares / (this.#n - 1)) : NaN];
  }

  /** Forgets everything. */
  reset(): void {
    this.#n = this.#mean = this.#squares = 0;
  }
}
