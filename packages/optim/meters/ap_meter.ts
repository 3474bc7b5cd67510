import { checkTensor, type Tensor, tensor } from "@taimatsu/tensor";
import { hotOf, ranking, rowsOf } from "./inputs.ts";
import type { Meter } from "./meter.ts";

/**
 * Average precision of each class (torchnet's `apmeter.lua`): the mean, over a class's examples, of the precision among all
 * examples that score as high. Equal scores count together, so that the order of the examples does not matter.
 *
 * @example Usage
 * ```ts
 * import { APMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const meter = new APMeter();
 * meter.add(tensor([0.1, 0.2, 0.3, 4]), tensor([0, 1, 0, 1]));
 * assertClose(meter.value(), [(1 / 1 + 2 / 3) / 2]);
 * ```
 */
export class APMeter implements Meter<[output: Tensor, target: Tensor, weight?: Tensor], Tensor> {
  #columns = 0;
  #scores: number[][] = [];
  #targets: number[][] = [];
  #weights: number[] = [];

  /**
   * Takes in a batch.
   *
   * @param output Scores [batch, classes], or [batch] for one class.
   * @param target 0 and 1, of the same size, or a class for each example.
   * @param weight How much each example counts, [batch]; 1 by default.
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If targets or weights are no such numbers, or a score is NaN.
   */
  add(output: Tensor, target: Tensor, weight?: Tensor): void {
    const caller = "APMeter.add", scores = rowsOf(caller, "output", output, "column"), { rows, columns, data } = scores;
    const hot = hotOf(caller, target, scores, "column").data;
    if (this.#scores.length > 0 && columns !== this.#columns) {
      throw new TypeError(`Cannot run ${caller}: output must have ${this.#columns} columns but has ${columns}`);
    }
    if (data.some(Number.isNaN)) throw new RangeError(`Cannot run ${caller}: output must not hold NaN`);
    let weights = new Array<number>(rows).fill(1);
    if (weight !== undefined) {
      checkTensor(caller, "weight", weight);
      weights = weight.reshape(weight.count).toArray() as number[];
      if (weights.length !== rows) {
        throw new TypeError(`Cannot run ${caller}: weight must be [${rows}] but has ${weights.length} elements`);
      }
      const wrong = weights.find((w) => !(w >= 0 && w < Infinity));
      if (wrong !== undefined) {
        throw new RangeError(`Cannot run ${caller}: weight must be at least 0 but holds ${wrong}`);
      }
    }
    this.#columns = columns;
    for (let i = 0; i < rows; i++) {
      this.#scores.push([...data.subarray(i * columns, (i + 1) * columns)]);
      this.#targets.push([...hot.subarray(i * columns, (i + 1) * columns)]);
      this.#weights.push(weights[i]!);
    }
  }

  /** Returns the average precision of each class, [classes], float64; 0 for classes without examples. */
  value(): Tensor {
    const precisions = Array.from({ length: this.#columns }, (_, k) => this.#precision(k));
    return tensor(precisions, { dtype: "float64" });
  }

  #precision(k: number): number {
    const scores = this.#scores.map((row) => row[k]!), order = ranking(scores);
    let right = 0, all = 0, sum = 0, positives = 0, tied = 0;
    for (const [i, at] of order.entries()) {
      const weight = this.#weights[at]!;
      all += weight;
      if (this.#targets[at]![k] === 1) {
        right += weight;
        tied++;
      }
      if (i + 1 < order.length && scores[order[i + 1]!] === scores[at]) continue;
      if (all > 0) sum += tied * right / all;
      positives += tied;
      tied = 0;
    }
    return sum / Math.max(positives, 1);
  }

  /** Forgets everything. */
  reset(): void {
    this.#columns = 0;
    this.#scores = [];
    this.#targets = [];
    this.#weights = [];
  }
}
