import { checkInteger, type Tensor, tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { classesOf, MOST_CLASSES, rowsOf } from "./inputs.ts";
import type { Meter } from "./meter.ts";

/** Settings of {@linkcode ConfusionMeter} and {@linkcode MultiLabelConfusionMeter}. */
export interface ConfusionMeterOptions {
  /** Number of classes. */
  k: number;
  /** Divides each row by its sum. */
  normalized?: boolean;
}

/** Returns counts [k, k], each row divided by its sum if wanted; rows of zeros stay. */
export function confusionTensor(counts: readonly Float64Array[], normalized: boolean): Tensor {
  const rows = counts.map((row) => {
    const sum = row.reduce((a, b) => a + b, 0), divisor = normalized && sum > 0 ? sum : 1;
    return Array.from(row, (count) => count / divisor);
  });
  return tensor(rows, { dtype: "float64" });
}

/**
 * How often each class was taken for each class (torchnet's `confusionmeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { ConfusionMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new ConfusionMeter({ k: 2, normalized: true });
 * meter.add(tensor([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7]]), tensor([0, 1, 1]));
 * assertEquals(meter.value().toArray(), [[1, 0], [0.5, 0.5]]);
 * ```
 */
export class ConfusionMeter implements Meter<[output: Tensor, target: number | Tensor], Tensor> {
  /** Number of classes. */
  readonly k: number;
  /** Whether rows are divided by their sums. */
  readonly normalized: boolean;
  readonly #counts: Float64Array[];

  /**
   * Starts without examples.
   *
   * @param options `normalized` is false by default.
   * @throws {RangeError} If `k` is no integer from 1.
   */
  constructor(options: ConfusionMeterOptions) {
    checkObject("ConfusionMeter", "options", options);
    const { k, normalized = false } = options;
    checkInteger("ConfusionMeter", "k", k, 1, MOST_CLASSES);
    this.k = k;
    this.normalized = normalized;
    this.#counts = Array.from({ length: k }, () => new Float64Array(k));
  }

  /**
   * Takes in a batch.
   *
   * @param output Scores [batch, k], or [k]; the largest is the predicted class, of equal ones the first.
   * @param target Classes [batch], a class, or one-hot rows [batch, k].
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If there is no such class.
   */
  add(output: Tensor, target: number | Tensor): void {
    const caller = "ConfusionMeter.add", scores = rowsOf(caller, "output", output), { columns, data } = scores;
    if (columns !== this.k) {
      throw new TypeError(`Cannot run ${caller}: output must have ${this.k} columns but has ${columns}`);
    }
    for (const [i, label] of classesOf(caller, target, scores).entries()) {
      let best = 0;
      for (let j = 1; j < columns; j++) if (data[i * columns + j]! > data[i * columns + best]!) best = j;
      this.#counts[label]![best]!++;
    }
  }

  /** Returns the matrix [k, k], float64: rows are targets, columns predictions. */
  value(): Tensor {
    return confusionTensor(this.#counts, this.normalized);
  }

  /** Forgets everything. */
  reset(): void {
    for (const row of this.#counts) row.fill(0);
  }
}
