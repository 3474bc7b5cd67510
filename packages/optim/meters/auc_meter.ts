import { type Tensor, tensor } from "@taimatsu/tensor";
import { checkSameRows, hotOf, ranking, rowsOf } from "./inputs.ts";
import type { Meter } from "./meter.ts";

/**
 * The area under the curve of true against false positives (torchnet's `aucmeter.lua`): how probably a positive example has a
 * higher score than a negative one. Equal scores count one half, so that the order of the examples does not matter.
 *
 * @example Usage
 * ```ts
 * import { AUCMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new AUCMeter();
 * meter.add(tensor([0.9, 0.6, 0.4, 0.2]), tensor([1, 0, 1, 0]));
 * const [area, tpr, fpr] = meter.value();
 * assertEquals(area, 0.75);
 * assertEquals([tpr.toArray(), fpr.toArray()], [[0, 0.5, 0.5, 1, 1], [0, 0, 0.5, 0.5, 1]]);
 * ```
 */
export class AUCMeter implements Meter<[output: Tensor, target: Tensor], [area: number, tpr: Tensor, fpr: Tensor]> {
  #scores: number[] = [];
  #targets: number[] = [];

  /**
   * Takes in a batch.
   *
   * @param output Scores [batch] or [batch, 1].
   * @param target 0 and 1, of the same size.
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If a target is neither 0 nor 1, or a score is NaN.
   */
  add(output: Tensor, target: Tensor): void {
    const caller = "AUCMeter.add", scores = rowsOf(caller, "output", output, "column");
    if (scores.columns !== 1) {
      throw new TypeError(
        `Cannot run ${caller}: output must be [batch] or [batch, 1] but has ${scores.columns} columns`,
      );
    }
    const hot = hotOf(caller, target, scores, "column");
    checkSameRows(caller, scores, "target", hot);
    if (scores.data.some(Number.isNaN)) throw new RangeError(`Cannot run ${caller}: output must not hold NaN`);
    for (const x of scores.data) this.#scores.push(x);
    for (const x of hot.data) this.#targets.push(x);
  }

  /**
   * Returns the area, and the rates of true and of false positives for each threshold, from the point (0, 0) to (1, 1). The area
   * is 1/2 without examples, NaN if all are positive or all negative.
   */
  value(): [area: number, tpr: Tensor, fpr: Tensor] {
    const n = this.#scores.length, positives = this.#targets.reduce((a, b) => a + b, 0), order = ranking(this.#scores);
    const tpr = [0], fpr = [0];
    let area = 0, tp = 0, fp = 0;
    for (let i = 0; i < n; i++) {
      const at = order[i]!;
      if (this.#targets[at] === 1) tp++;
      else fp++;
      if (i + 1 < n && this.#scores[order[i + 1]!] === this.#scores[at]) continue;
      tpr.push(tp / positives);
      fpr.push(fp / (n - positives));
      const last = tpr.length - 1;
      area += (tpr[last]! + tpr[last - 1]!) / 2 * (fpr[last]! - fpr[last - 1]!);
    }
    return [n === 0 ? 0.5 : area, tensor(tpr, { dtype: "float64" }), tensor(fpr, { dtype: "float64" })];
  }

  /** Forgets everything. */
  reset(): void {
    this.#scores = [];
    this.#targets = [];
  }
}
