import { Timer } from "@taimatsu/tensor";
import type { Meter } from "./meter.ts";

/**
 * Measures time, whole or for each unit of work (torchnet's `timemeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { TimeMeter } from "@taimatsu/optim";
 * import { assert } from "@std/assert";
 *
 * const meter = new TimeMeter(true);
 * for (let batch = 0; batch < 10; batch++) meter.incUnit();
 * meter.stop();
 * const secondsPerBatch = meter.value();
 * assert(secondsPerBatch >= 0 && secondsPerBatch === meter.value());
 * ```
 */
export class TimeMeter implements Meter<[], number> {
  readonly #timer = new Timer();
  #n = 0;

  /** Starts the clock; `value` is divided by the number of units if `unit`. */
  constructor(readonly unit: boolean = false) {}

  /** Counts a unit, as {@linkcode incUnit} does. */
  add(): void {
    this.#n++;
  }

  /** Counts a unit. */
  incUnit(): void {
    this.#n++;
  }

  /** Stops the clock. */
  stop(): void {
    this.#timer.stop();
  }

  /** Lets the clock run on. */
  resume(): void {
    this.#timer.resume();
  }

  /** Returns the seconds that the clock ran, for each unit if so wanted; then NaN or Infinity without units. */
  value(): number {
    const { real } = this.#timer.time();
    return this.unit ? real / this.#n : real;
  }

  /** Sets clock and units to 0; a clock that stands goes on standing. */
  reset(): void {
    this.#timer.reset();
    this.#n = 0;
  }
}
