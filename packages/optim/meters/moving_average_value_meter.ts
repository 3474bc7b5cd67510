import { checkInteger, checkRange } from "@taimatsu/tensor";
import type { Meter } from "./meter.ts";

/**
 * Mean and standard deviation of the last numbers (torchnet's `movingaveragevaluemeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { MovingAverageValueMeter } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new MovingAverageValueMeter(3);
 * for (const loss of [100, 2, 4, 6]) meter.add(loss);
 * assertEquals(meter.value(), [4, 2]);
 * ```
 */
export class MovingAverageValueMeter implements Meter<[value: number], [mean: number, std: number]> {
  #last: number[] = [];
  #next = 0;

  /**
   * Starts without numbers.
   *
   * @param windowSize How many numbers are kept.
   * @throws {RangeError} If it is no integer from 1.
   */
  constructor(readonly windowSize: number) {
    checkInteger("MovingAverageValueMeter", "windowSize", windowSize, 1);
  }

  /**
   * Takes in a number; where the window is full, the oldest leaves it.
   *
   * @param value The number.
   * @throws {TypeError} If it is none.
   */
  add(value: number): void {
    if (typeof value !== "number") checkRange("MovingAverageValueMeter.add", "value", value, -Infinity, Infinity);
    this.#last[this.#next] = value;
    this.#next = (this.#next + 1) % this.windowSize;
  }

  /** Returns the mean, NaN without numbers, and the standard deviation with divisor n − 1, NaN below two. */
  value(): [mean: number, std: number] {
    const n = this.#last.length;
    if (n === 0) return [NaN, NaN];
    const mean = this.#last.reduce((a, b) => a + b, 0) / n;
    const squares = this.#last.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    return [mean, n > 1 ? Math.sqrt(squares / (n - 1)) : NaN];
  }

  /** Forgets everything. */
  reset(): void {
    this.#last = [];
    this.#next = 0;
  }
}
