import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { type ConfusionMeterOptions, confusionTensor } from "./confusion_meter.ts";
import { hotOf, MOST_CLASSES, ranking, rowsOf } from "./inputs.ts";
import type { Meter } from "./meter.ts";

/**
 * A confusion matrix for examples with several classes (torchnet's `multilabelconfusionmeter.lua`): as many of the best classes
 * count as predicted as the example has. The right ones count on the diagonal; each class that was missed shares one count among
 * the wrong ones.
 *
 * @example Usage
 * ```ts
 * import { MultiLabelConfusionMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new MultiLabelConfusionMeter({ k: 3, normalized: false });
 * meter.add(tensor([[0.9, 0.1, 0.5]]), tensor([[1, 1, 0]]));
 * assertEquals(meter.value().toArray(), [[1, 0, 0], [0, 0, 1], [0, 0, 0]]);
 * ```
 */
export class MultiLabelConfusionMeter implements Meter<[output: Tensor, target: number | Tensor], Tensor> {
  /** Number of classes. */
  readonly k: number;
  /** Whether rows are divided by their sums. */
  readonly normalized: boolean;
  readonly #counts: Float64Array[];

  /**
   * Starts without examples.
   *
   * @param options `normalized` is true by default.
   * @throws {RangeError} If `k` is no integer from 1.
   */
  constructor(options: ConfusionMeterOptions) {
    checkObject("MultiLabelConfusionMeter", "options", options);
    const { k, normalized = true } = options;
    checkInteger("MultiLabelConfusionMeter", "k", k, 1, MOST_CLASSES);
    this.k = k;
    this.normalized = normalized;
    this.#counts = Array.from({ length: k }, () => new Float64Array(k));
  }

  /**
   * Takes in a batch.
   *
   * @param output Scores [batch, k], or [k].
   * @param target 0 and 1 of the same size, or a class for each example.
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If the targets are no such numbers.
   */
  add(output: Tensor, target: number | Tensor): void {
    const caller = "MultiLabelConfusionMeter.add",
      scores = rowsOf(caller, "output", output),
      { rows, columns } = scores;
    if (columns !== this.k) {
      throw new TypeError(`Cannot run ${caller}: output must have ${this.k} columns but has ${columns}`);
    }
    const hot = hotOf(caller, target, scores).data;
    for (let i = 0; i < rows; i++) {
      const own = hot.subarray(i * columns, (i + 1) * columns), count = own.reduce((a, b) => a + b, 0);
      const predicted = ranking(scores.data.subarray(i * columns, (i + 1) * columns)).slice(0, count);
      const wrong = predicted.filter((j) => own[j] === 0);
      for (const j of predicted) if (own[j] === 1) this.#counts[j]![j]!++;
      for (let t = 0; t < columns; t++) {
        if (own[t] === 1 && !predicted.includes(t)) { for (const p of wrong) this.#counts[t]![p]! += 1 / wrong.length; }
      }
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
