import { checkInteger } from "@taimatsu/tensor";
import { checkFunction } from "../check_function.ts";
import { checkObject } from "../check_object.ts";
import { checkDataset, checkSample, type Dataset, forwardBatch } from "./dataset.ts";

/** Options of {@linkcode ResampleDataset}. */
export interface ResampleOptions<S> {
  /** Says which sample of the dataset stands at place `i`; place `i` itself by default. It runs anew for each `get`. */
  sampler?: (dataset: Dataset<S>, i: number) => number;
  /** Number of samples; as many as the dataset has by default. */
  size?: number;
}

/**
 * A dataset whose samples a function chooses from another.
 *
 * torchnet: `ResampleDataset`.
 *
 * @example Usage
 * ```ts
 * import { ListDataset, ResampleDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new ListDataset([1, 2, 3]);
 * const backwards = new ResampleDataset(data, { sampler: (data, i) => data.size() - 1 - i });
 * assertEquals([0, 1, 2].map((i) => backwards.get(i)), [3, 2, 1]);
 * ```
 */
export class ResampleDataset<S> implements Dataset<S> {
  /** As {@linkcode Dataset.getBatch}, where the dataset has it. */
  readonly getBatch?: NonNullable<Dataset["getBatch"]>;
  readonly #dataset: Dataset<S>;
  readonly #sampler: (dataset: Dataset<S>, i: number) => number;
  readonly #size: number;

  /**
   * Keeps dataset and function.
   *
   * @param dataset Where the samples come from.
   * @param options The function, and how many samples there are.
   * @throws {RangeError} If `size` is no integer from 0.
   */
  constructor(dataset: Dataset<S>, options: ResampleOptions<S> = {}) {
    checkDataset("ResampleDataset", "dataset", dataset);
    checkObject("ResampleDataset", "options", options);
    const { sampler = (_, i) => i, size = dataset.size() } = options;
    checkFunction("ResampleDataset", "sampler", sampler);
    checkInteger("ResampleDataset", "size", size, 0, Number.MAX_SAFE_INTEGER);
    this.#dataset = dataset;
    this.#sampler = sampler;
    this.#size = size;
    const batch = forwardBatch(dataset, (i) => this.#position("ResampleDataset.getBatch", i));
    if (batch !== undefined) this.getBatch = batch;
  }

  /** Number of samples. */
  size(): number {
    return this.#size;
  }

  /** Returns the sample that the function chooses for place `i`. */
  get(i: number): S | Promise<S> {
    return this.#dataset.get(this.#position("ResampleDataset.get", i));
  }

  #position(caller: string, i: number): number {
    checkSample(caller, i, this.#size);
    const position = this.#sampler(this.#dataset, i);
    checkInteger(caller, `the sampler's choice for ${i}`, position, 0, this.#dataset.size() - 1);
    return position;
  }
}
