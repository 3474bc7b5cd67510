import { checkInteger, checkOneOf } from "@taimatsu/tensor";
import { checkFunction } from "../check_function.ts";
import { checkObject } from "../check_object.ts";
import { collate } from "./collate.ts";
import { chain, checkDataset, checkSample, type Dataset } from "./dataset.ts";

/** What becomes of samples that do not fill a batch: a smaller last batch, none, or an error. */
export type BatchPolicy = "include-last" | "skip-last" | "divisible-only";

const POLICIES: readonly BatchPolicy[] = ["include-last", "skip-last", "divisible-only"];

/** Options of {@linkcode BatchDataset}. */
export interface BatchOptions<S, B> {
  /** What becomes of samples that do not fill a batch; `"include-last"` by default. */
  policy?: BatchPolicy;
  /** Makes a batch of samples; {@linkcode collate} by default. */
  merge?: (samples: S[]) => B | Promise<B>;
  /** Says which of the `size` samples stands at place `i`; the one at `i` by default. */
  perm?: (i: number, size: number) => number;
  /** Says whether a sample is taken; all are by default. What it refuses makes a batch smaller. */
  filter?: (sample: S) => boolean;
}

/**
 * The samples of a dataset in batches: sample i is the batch i.
 *
 * torchnet: `BatchDataset`, whose `merge` sees one field of the samples at a time.
 *
 * @example Usage
 * ```ts
 * import { BatchDataset, ListDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const batches = new BatchDataset(new ListDataset([1, 2, 3]), 2, { merge: (samples) => samples.join("+") });
 * assertEquals([batches.size(), batches.get(0), batches.get(1)], [2, "1+2", "3"]);
 * ```
 */
// deno-lint-ignore no-explicit-any
export class BatchDataset<S, B = any> implements Dataset<B> {
  readonly #dataset: Dataset<S>;
  readonly #batchSize: number;
  readonly #options: BatchOptions<S, B>;

  /**
   * Keeps the dataset.
   *
   * @param dataset Where the samples come from.
   * @param batchSize Samples of a batch, from 1.
   * @param options What becomes of the last samples; how batches are made; order and choice of samples.
   * @throws {RangeError} If the policy is `"divisible-only"` and the samples do not fill all batches.
   */
  constructor(dataset: Dataset<S>, batchSize: number, options: BatchOptions<S, B> = {}) {
    const caller = "BatchDataset";
    checkDataset(caller, "dataset", dataset);
    checkInteger(caller, "batchSize", batchSize, 1, Number.MAX_SAFE_INTEGER);
    checkObject(caller, "options", options);
    const { policy = "include-last", merge, perm, filter } = options;
    checkOneOf(caller, "policy", policy, POLICIES);
    for (const [name, fn] of Object.entries({ merge, perm, filter })) {
      if (fn !== undefined) checkFunction(caller, name, fn);
    }
    this.#dataset = dataset;
    this.#batchSize = batchSize;
    this.#options = { ...options };
    this.size();
  }

  /** Number of batches. */
  size(): number {
    const n = this.#dataset.size(), { policy } = this.#options, batches = n / this.#batchSize;
    if (policy === "divisible-only" && !Number.isInteger(batches)) {
      throw new RangeError(
        `Cannot run BatchDataset: the ${n} samples must be divisible by batchSize, which is ${this.#batchSize}`,
      );
    }
    return policy === "skip-last" ? Math.floor(batches) : Math.ceil(batches);
  }

  /** Returns batch `i`. */
  get(i: number): B | Promise<B> {
    checkSample("BatchDataset.get", i, this.size());
    const { merge, perm, filter } = this.#options, n = this.#dataset.size(), start = i * this.#batchSize;
    const places = Array.from({ length: Math.min(this.#batchSize, n - start) }, (_, k) => start + k);
    const indices = perm === undefined ? places : places.map((place) => {
      const index = perm(place, n);
      checkInteger("BatchDataset.get", `perm(${place})`, index, 0, n - 1);
      return index;
    });
    if (merge === undefined && filter === undefined && this.#dataset.getBatch !== undefined) {
      return this.#dataset.getBatch(indices) as B | Promise<B>;
    }
    const make = (samples: S[]): B | Promise<B> => {
      const taken = filter === undefined ? samples : samples.filter((sample) => filter(sample));
      return merge === undefined ? collate(taken) as B : merge(taken);
    };
    return chain(samplesAt(this.#dataset, indices), make);
  }
}

/** The samples at some places, all at once if they come later. */
function samplesAt<S>(dataset: Dataset<S>, indices: readonly number[]): S[] | Promise<S[]> {
  const samples = indices.map((i) => dataset.get(i));
  return samples.some((sample) => sample instanceof Promise) ? Promise.all(samples) : samples as S[];
}
