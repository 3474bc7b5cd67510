import { BatchDataset, type BatchOptions } from "./batch_dataset.ts";
import type { Collated } from "./collate.ts";
import { checkDataset, type Dataset, forwardBatch } from "./dataset.ts";
import { ShuffleDataset, type ShuffleOptions } from "./shuffle_dataset.ts";
import { SplitDataset } from "./split_dataset.ts";
import { type FieldTransforms, TransformDataset } from "./transform_dataset.ts";

/**
 * A dataset with methods that make others of it, which can be called one after the other. Looped over, it gives its samples in their
 * order.
 *
 * torchnet: the methods `batch`, `shuffle`, `split`, `transform` and `iterator` of `Dataset`.
 *
 * @example Usage
 * ```ts
 * import { FluentDataset, ListDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new FluentDataset(new ListDataset([1, 2, 3, 4, 5])).transform((x) => x * x);
 * const { train, test } = data.split({ train: 3, test: 2 });
 * const batches = await Array.fromAsync(train.shuffle({ seed: 1 }).batch(2));
 * assertEquals(batches.map((batch) => batch.count), [2, 1]);
 * assertEquals(await Array.fromAsync(test), [16, 25]);
 * ```
 */
export class FluentDataset<S> implements Dataset<S>, AsyncIterable<S> {
  /** As {@linkcode Dataset.getBatch}, where the dataset has it. */
  readonly getBatch?: NonNullable<Dataset["getBatch"]>;

  /**
   * Keeps the dataset.
   *
   * @param dataset Where the samples come from.
   * @throws {TypeError} If it is no dataset.
   */
  constructor(readonly dataset: Dataset<S>) {
    checkDataset("FluentDataset", "dataset", dataset);
    const batch = forwardBatch(dataset, (i) => i);
    if (batch !== undefined) this.getBatch = batch;
  }

  /** Number of samples. */
  size(): number {
    return this.dataset.size();
  }

  /** Returns sample `i`. */
  get(i: number): S | Promise<S> {
    return this.dataset.get(i);
  }

  /**
   * Returns the samples in batches: a {@linkcode BatchDataset}.
   *
   * @param batchSize Samples of a batch, from 1.
   * @param options As there.
   */
  batch<B = Collated<S>>(batchSize: number, options: BatchOptions<S, B> = {}): FluentDataset<B> {
    return new FluentDataset(new BatchDataset<S, B>(this.dataset, batchSize, options));
  }

  /**
   * Returns the samples in random order: a {@linkcode ShuffleDataset}.
   *
   * @param options As there.
   */
  shuffle(options: ShuffleOptions = {}): FluentDataset<S> {
    return new FluentDataset(new ShuffleDataset(this.dataset, options));
  }

  /**
   * Returns the parts of a {@linkcode SplitDataset} by name.
   *
   * @param sizes The fraction of the samples, or their number, for each part.
   */
  split<K extends string>(sizes: Readonly<Record<K, number>>): Record<K, FluentDataset<S>> {
    const parts = Object.entries<Dataset<S>>(new SplitDataset(this.dataset, sizes).parts);
    return Object.fromEntries(parts.map(([name, part]) => [name, new FluentDataset(part)])) as Record<
      K,
      FluentDataset<S>
    >;
  }

  /**
   * Returns the samples as a function changes them: a {@linkcode TransformDataset}.
   *
   * @param transform Changes a sample, given its number, too.
   */
  transform<T>(transform: (sample: S, i: number) => T | Promise<T>): FluentDataset<T>;
  /** As above with a function for the field `key`, or functions for several fields by name. */
  // deno-lint-ignore no-explicit-any
  transform<T = S>(transform: FieldTransforms | ((field: any, i: number) => unknown), key?: string): FluentDataset<T>;
  transform<T>(transform: FieldTransforms | ((field: never, i: number) => unknown), key?: string): FluentDataset<T> {
    return new FluentDataset(new TransformDataset<S, T>(this.dataset, transform as FieldTransforms, key));
  }

  /** Goes through the samples in their order, one after the other. */
  async *[Symbol.asyncIterator](): AsyncGenerator<S, void, void> {
    for (let i = 0; i < this.size(); i++) yield await this.get(i);
  }
}
