import type { Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkLevels, checkSameRows, levelOf, ranking, rowsOf } from "./inputs.ts";
import type { Meter } from "./meter.ts";

/** Settings of {@linkcode NDCGMeter}. */
export interface NDCGMeterOptions {
  /** How many of the best are looked at; [1] by default. */
  K?: readonly number[];
}

/**
 * How well rankings bring what is relevant to the front (torchnet's `ndcgmeter.lua`): the mean over the examples of
 * DCG / (the best possible DCG), where DCG = r₁ + Σ rᵢ / log₂ i, i = 2 … K, and rᵢ is the relevance of what stands at place i.
 *
 * Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002.
 *
 * @example Usage
 * ```ts
 * import { NDCGMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new NDCGMeter({ K: [1, 3] });
 * meter.add(tensor([0.9, 0.5, 0.1]), tensor([1, 2, 0]));
 * assertEquals(meter.value(), [1 / 2, 1]);
 * ```
 */
export class NDCGMeter implements Meter<[output: Tensor, relevance: Tensor], number[]> {
  /** How many of the best are looked at. */
  readonly K: readonly number[];
  #sums: number[];
  #n = 0;

  /**
   * Starts without examples.
   *
   * @param options What is measured.
   * @throws {RangeError} If `K` is empty or holds other numbers than integers from 1.
   */
  constructor(options: NDCGMeterOptions = {}) {
    checkObject("NDCGMeter", "options", options);
    const { K = [1] } = options;
    checkLevels("NDCGMeter", "K", K);
    this.K = [...K];
    this.#sums = K.map(() => 0);
  }

  /**
   * Takes in a batch.
   *
   * @param output Scores [batch, items], or [items].
   * @param relevance How relevant each item is, from 0, of the same size. Examples without relevant items count 0.
   * @throws {TypeError} If the sizes differ.
   * @throws {RangeError} If a relevance is negative or not finite, or there are fewer items than the largest K.
   */
  add(output: Tensor, relevance: Tensor): void {
    const caller = "NDCGMeter.add", scores = rowsOf(caller, "output", output), { rows, columns } = scores;
    const gains = rowsOf(caller, "relevance", relevance), most = Math.max(...this.K);
    checkSameRows(caller, scores, "relevance", gains);
    if (columns < most) {
      throw new RangeError(`Cannot run ${caller}: output must have at least ${most} items but has ${columns}`);
    }
    const wrong = gains.data.find((gain) => !(gain >= 0 && gain < Infinity));
    if (wrong !== undefined) {
      throw new RangeError(`Cannot run ${caller}: relevance must be at least 0 but holds ${wrong}`);
    }
    for (let i = 0; i < rows; i++) {
      const row = gains.data.subarray(i * columns, (i + 1) * columns), best = ranking(row);
      const order = ranking(scores.data.subarray(i * columns, (i + 1) * columns));
      for (const [at, k] of this.K.entries()) {
        const ideal = cumulated(row, best, k);
        if (ideal > 0) this.#sums[at]! += cumulated(row, order, k) / ideal;
      }
    }
    this.#n += rows;
  }

  /** Returns the means, in the order of `K`; NaN without examples. */
  value(): number[];
  /**
   * Returns the mean for one K.
   *
   * @param k One of `K`.
   * @throws {RangeError} If it is not.
   */
  value(k: number): number;
  value(k?: number): number | number[] {
    const values = this.#sums.map((sum) => sum / this.#n);
    return k === undefined ? values : values[levelOf("NDCGMeter.value", "k", this.K, k)]!;
  }

  /** Forgets everything. */
  reset(): void {
    this.#sums.fill(0);
    this.#n = 0;
  }
}

function cumulated(gains: Float64Array, order: readonly number[], k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += gains[order[i]!]! / Math.max(Math.log2(i + 1), 1);
  return sum;
}
