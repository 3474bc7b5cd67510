import { checkInteger, describe } from "@taimatsu/tensor";
import { checkDataset, checkSample, type Dataset, forwardBatch } from "./dataset.ts";

/**
 * A part of a dataset: samples that follow each other. It holds no copy.
 *
 * @example Usage
 * ```ts
 * import { DatasetPart, ListDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const part = new DatasetPart(new ListDataset([1, 2, 3, 4]), 1, 2);
 * assertEquals([part.size(), part.get(0)], [2, 2]);
 * ```
 */
export class DatasetPart<S> implements Dataset<S> {
  /** As {@linkcode Dataset.getBatch}, where the dataset has it. */
  readonly getBatch?: NonNullable<Dataset["getBatch"]>;

  /**
   * Keeps the dataset.
   *
   * @param dataset The whole.
   * @param start Its first sample that belongs to the part.
   * @param length How many belong to it.
   * @throws {RangeError} If the part reaches outside.
   */
  constructor(readonly dataset: Dataset<S>, readonly start: number, readonly length: number) {
    checkDataset("DatasetPart", "dataset", dataset);
    const size = dataset.size();
    checkInteger("DatasetPart", "the size of the dataset", size, 0);
    checkInteger("DatasetPart", "start", start, 0, size);
    checkInteger("DatasetPart", "length", length, 0, size - start);
    const batch = forwardBatch(dataset, (i) => this.#position("DatasetPart.getBatch", i));
    if (batch !== undefined) this.getBatch = batch;
  }

  /** Number of samples of the part. */
  size(): number {
    return this.length;
  }

  /** Returns sample `i` of the part. */
  get(i: number): S | Promise<S> {
    return this.dataset.get(this.#position("DatasetPart.get", i));
  }

  #position(caller: string, i: number): number {
    checkSample(caller, i, this.length);
    return this.start + i;
  }
}

/**
 * A dataset cut into named parts, which follow each other in it: each is a view, a dataset of its own. Shuffle before with
 * {@linkcode ShuffleDataset} if the order means something.
 *
 * torchnet: `SplitDataset`, where one part is selected at a time.
 *
 * @example Usage
 * ```ts
 * import { ListDataset, SplitDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const { train, test } = new SplitDataset(new ListDataset([10, 20, 30, 40, 50]), { train: 0.8, test: 0.2 }).parts;
 * assertEquals([train.size(), test.size(), test.get(0)], [4, 1, 50]);
 * ```
 */
export class SplitDataset<S, K extends string> {
  /** The parts by name. */
  readonly parts: Readonly<Record<K, DatasetPart<S>>>;

  /**
   * Cuts the dataset.
   *
   * @param dataset The whole.
   * @param sizes For each part its name and its fraction of the samples, if all sum to at most 1, else its number of samples.
   * Where fractions do not fall on a sample, borders are rounded; what the sizes leave over belongs to no part.
   * @throws {TypeError} If there is no part, or a size is no number.
   * @throws {RangeError} If the sizes are no fractions and no counts, are more than there is, or leave a part without a sample.
   */
  constructor(dataset: Dataset<S>, sizes: Readonly<Record<K, number>>) {
    const caller = "SplitDataset";
    checkDataset(caller, "dataset", dataset);
    const names = Object.keys(sizes ?? {}) as K[], n = dataset.size();
    if (names.length === 0 || typeof sizes !== "object") {
      throw new TypeError(`Cannot run ${caller}: sizes must name one part or more but is ${describe(sizes)}`);
    }
    let sum = 0;
    for (const name of names) {
      if (typeof sizes[name] !== "number") {
        throw new TypeError(`Cannot run ${caller}: sizes.${name} must be a number but is ${describe(sizes[name])}`);
      }
      if (!(sizes[name] > 0)) {
        throw new RangeError(`Cannot run ${caller}: sizes.${name} must be above 0 but is ${sizes[name]}`);
      }
      sum += sizes[name];
    }
    const fractions = sum <= 1 + 1e-9; // 0.7 + 0.2 + 0.1 is not quite 1
    if (!fractions) {
      for (const name of names) {
        if (Number.isInteger(sizes[name])) continue;
        throw new RangeError(
          `Cannot run ${caller}: sizes must be counts, or fractions that sum to at most 1, but sizes.${name} is ` +
            `${sizes[name]} and the sum ${sum}`,
        );
      }
      if (sum > n) {
        throw new RangeError(`Cannot run ${caller}: sizes must sum to at most ${n} samples but sum to ${sum}`);
      }
    }
    const parts = {} as Record<K, DatasetPart<S>>;
    let start = 0, upTo = 0;
    for (const name of names) {
      upTo += sizes[name];
      const end = fractions ? Math.min(n, Math.round(upTo * n)) : upTo;
      if (end === start) {
        throw new RangeError(`Cannot run ${caller}: part ${name} must have a sample but has none of ${n}`);
      }
      parts[name] = new DatasetPart(dataset, start, end - start);
      start = end;
    }
    this.parts = parts;
  }

  /**
   * Returns a part.
   *
   * @param name Its name.
   * @throws {TypeError} If there is none of the name.
   */
  select(name: K): DatasetPart<S> {
    if (Object.hasOwn(this.parts, name)) return this.parts[name];
    const names = Object.keys(this.parts).join(", ");
    throw new TypeError(`Cannot run SplitDataset.select: name must be one of ${names} but is ${describe(name)}`);
  }
}
