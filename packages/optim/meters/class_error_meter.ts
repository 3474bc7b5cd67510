import type { Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkLevels, classesOf, levelOf, rowsOf } from "./inputs.ts";
import type { Meter } from "./meter.ts";

/** Settings of {@linkcode ClassErrorMeter}. */
export interface ClassErrorMeterOptions {
  /** Numbers of best classes among which the target must be; [1] by default. */
  topk?: readonly number[];
  /** Gives the accuracy in place of the error; false by default. */
  accuracy?: boolean;
}

/**
 * Share in percent of the examples whose class is not among the k best (torchnet's `classerrormeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { ClassErrorMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new ClassErrorMeter({ topk: [1, 2] });
 * meter.add(tensor([[0.7, 0.2, 0.1], [0.5, 0.3, 0.2]]), tensor([0, 1]));
 * assertEquals(meter.value(), [50, 0]);
 * assertEquals(meter.value(2), 0);
 * ```
 */
export class ClassErrorMeter implements Meter<[output: Tensor, target: number | Tensor], number[]> {
  /** The numbers of best classes. */
  readonly topk: readonly number[];
  /** Whether the accuracy is given. */
  readonly accuracy: boolean;
  #wrong: number[];
  #n = 0;

  /**
   * Starts without examples.
   *
   * @param options What is measured.
   * @throws {RangeError} If `topk` is empty or holds other numbers than integers from 1.
   */
  constructor(options: ClassErrorMeterOptions = {}) {
    checkObject("ClassErrorMeter", "options", options);
    const { topk = [1], accuracy = false } = options;
    checkLevels("ClassErrorMeter", "topk", topk);
    this.topk = [...topk];
    this.accuracy = accuracy;
    this.#wrong = topk.map(() => 0);
  }

  /**
   * Takes in a batch. Of equal scores the first is the better one, and NaN is never right.
   *
   * @param output Scores [batch, classes], or [classes].
   * @param target Classes [batch], a class, or one-hot rows [batch, classes].
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If there is no such class, or there are fewer classes than the largest k.
   */
  add(output: Tensor, target: number | Tensor): void {
    const caller = "ClassErrorMeter.add", scores = rowsOf(caller, "output", output), { rows, columns, data } = scores;
    const most = Math.max(...this.topk);
    if (columns < most) {
      throw new RangeError(`Cannot run ${caller}: output must have at least ${most} classes but has ${columns}`);
    }
    for (const [i, label] of classesOf(caller, target, scores).entries()) {
      const row = data.subarray(i * columns, (i + 1) * columns), own = row[label]!;
      let better = Number.isNaN(own) ? columns : 0;
      for (let j = 0; j < columns; j++) if (row[j]! > own || row[j] === own && j < label) better++;
      for (const [at, k] of this.topk.entries()) if (better >= k) this.#wrong[at]!++;
    }
    this.#n += rows;
  }

  /** Returns the errors in percent, in the order of `topk`; NaN without examples. */
  value(): number[];
  /**
   * Returns the error in percent for one k.
   *
   * @param k One of `topk`.
   * @throws {RangeError} If it is not.
   */
  value(k: number): number;
  value(k?: number): number | number[] {
    const values = this.#wrong.map((wrong) => 100 * (this.accuracy ? this.#n - wrong : wrong) / this.#n);
    return k === undefined ? values : values[levelOf("ClassErrorMeter.value", "k", this.topk, k)]!;
  }

  /** Forgets everything. */
  reset(): void {
    this.#wrong.fill(0);
    this.#n = 0;
  }
}
