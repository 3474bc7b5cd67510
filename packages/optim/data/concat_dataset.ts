import { checkInteger, describe } from "@taimatsu/tensor";
import { checkDataset, checkSample, type Dataset } from "./dataset.ts";

/**
 * Datasets one after the other.
 *
 * torchnet: `ConcatDataset`.
 *
 * @example Usage
 * ```ts
 * import { ConcatDataset, ListDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new ConcatDataset([new ListDataset([1, 2]), new ListDataset([3])]);
 * assertEquals([data.size(), data.get(2)], [3, 3]);
 * ```
 */
export class ConcatDataset<S> implements Dataset<S> {
  readonly #datasets: readonly Dataset<S>[];
  /** Where each dataset ends. */
  readonly #ends: number[] = [];

  /**
   * Keeps the datasets.
   *
   * @param datasets One or more; their sizes are asked for now.
   * @throws {TypeError} If there is none, or one is no dataset.
   */
  constructor(datasets: readonly Dataset<S>[]) {
    if (!Array.isArray(datasets) || datasets.length === 0) {
      throw new TypeError(
        `Cannot run ConcatDataset: datasets must be a list of one dataset or more but is ${describe(datasets)}`,
      );
    }
    datasets.forEach((dataset, k) => checkDataset("ConcatDataset", `entry ${k}`, dataset));
    this.#datasets = datasets.slice();
    let end = 0;
    for (const [k, dataset] of datasets.entries()) {
      const size = dataset.size();
      checkInteger("ConcatDataset", `the size of entry ${k}`, size, 0, Number.MAX_SAFE_INTEGER);
      this.#ends.push(end += size);
    }
  }

  /** The sum of the sizes. */
  size(): number {
    return this.#ends.at(-1)!;
  }

  /** Returns sample `i` of all samples. */
  get(i: number): S | Promise<S> {
    checkSample("ConcatDataset.get", i, this.size());
    let low = 0, high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle]! > i) high = middle;
      else low = middle + 1;
    }
    return this.#datasets[low]!.get(i - (low === 0 ? 0 : this.#ends[low - 1]!));
  }
}
