import { checkInteger, cpu, random, type RandomOptions, randperm } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { checkDataset, checkSample, type Dataset, forwardBatch } from "./dataset.ts";
import { generatorOf } from "./generator_of.ts";

/** Options of {@linkcode ShuffleDataset}. */
export interface ShuffleOptions extends RandomOptions {
  /** Number of samples; as many as the dataset has by default. */
  size?: number;
  /** Whether a sample may come more than once; false by default. */
  replacement?: boolean;
  /** Seed of a generator of its own, in place of `generator`. */
  seed?: number;
}

/**
 * A dataset in random order, which stays the same until `resample()`.
 *
 * torchnet: `ShuffleDataset`.
 *
 * @example Usage
 * ```ts
 * import { ListDataset, ShuffleDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new ShuffleDataset(new ListDataset(["a", "b", "c"]), { seed: 1 });
 * const letters = [0, 1, 2].map((i) => data.get(i) as string);
 * assertEquals(letters.toSorted(), ["a", "b", "c"]);
 * assertEquals([0, 1, 2].map((i) => data.get(i)), letters);
 * data.resample();
 * ```
 */
export class ShuffleDataset<S> implements Dataset<S> {
  /** As {@linkcode Dataset.getBatch}, where the dataset has it. */
  readonly getBatch?: NonNullable<Dataset["getBatch"]>;
  readonly #dataset: Dataset<S>;
  readonly #size: number;
  readonly #replacement: boolean;
  readonly #random: RandomOptions;
  #order: Float64Array = new Float64Array(0);

  /**
   * Draws the order.
   *
   * @param dataset Where the samples come from.
   * @param options How many, whether they may repeat, and where the random numbers come from.
   * @throws {RangeError} If there are more samples asked for than there are and they may not repeat.
   */
  constructor(dataset: Dataset<S>, options: ShuffleOptions = {}) {
    const caller = "ShuffleDataset";
    checkDataset(caller, "dataset", dataset);
    checkObject(caller, "options", options);
    const n = dataset.size(), { size = n, replacement = false } = options;
    checkInteger(caller, "size", size, 0, replacement && n > 0 ? Number.MAX_SAFE_INTEGER : n);
    this.#dataset = dataset;
    this.#size = size;
    this.#replacement = replacement;
    this.#random = generatorOf(caller, options);
    const batch = forwardBatch(dataset, (i) => this.#position("ShuffleDataset.getBatch", i));
    if (batch !== undefined) this.getBatch = batch;
    this.resample();
  }

  /** Draws a new order. */
  resample(): void {
    const n = this.#dataset.size(), size = this.#size;
    if (size === 0) this.#order = new Float64Array(0);
    else if (this.#replacement) this.#order = Float64Array.from({ length: size }, () => random(0, n - 1, this.#random));
    else {this.#order = (randperm(n, { ...this.#random, dtype: "float64", device: cpu }).data as Float64Array).subarray(
        0,
        size,
      );}
  }

  /** Number of samples. */
  size(): number {
    return this.#size;
  }

  /** Returns the sample that comes at place `i`. */
  get(i: number): S | Promise<S> {
    return this.#dataset.get(this.#position("ShuffleDataset.get", i));
  }

  #position(caller: string, i: number): number {
    checkSample(caller, i, this.#size);
    return this.#order[i]!;
  }
}
