import { checkInteger, describe } from "@taimatsu/tensor";
import type { CollateOptions } from "./collate.ts";

/**
 * Samples that are counted from 0 (torchnet's `Dataset`). A sample is anything: a tensor, a list or an object of fields.
 *
 * @example Usage
 * ```ts
 * import { BatchDataset, type Dataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const squares: Dataset<number> = { size: () => 5, get: (i) => i * i };
 * assertEquals(squares.get(3), 9);
 * assertEquals(new BatchDataset(squares, 5).get(0).toArray(), [0, 1, 4, 9, 16]);
 * ```
 */
export interface Dataset<S = unknown> {
  /** Number of samples. */
  size(): number;
  /** Returns the sample `i`, from 0. */
  get(i: number): S | Promise<S>;
  /** Returns what {@linkcode collate} makes of the samples at `indices`, where that is faster than one `get` for each. */
  getBatch?(indices: readonly number[], options?: CollateOptions): unknown;
}

/** The samples of a dataset. */
export type SampleOf<D> = D extends Dataset<infer S> ? S : never;

/** Checks that a value is a dataset. */
export function checkDataset(caller: string, name: string, value: unknown): asserts value is Dataset {
  const { size, get } = (value ?? {}) as Partial<Dataset>;
  if (typeof size === "function" && typeof get === "function") return;
  throw new TypeError(
    `Cannot run ${caller}: ${name} must be a dataset, with size() and get(), but is ${describe(value)}`,
  );
}

/** Checks the number of a sample of a dataset with so many. */
export function checkSample(caller: string, i: number, size: number): void {
  if (size === 0) {
    checkInteger(caller, "i", i, 0);
    throw new RangeError(`Cannot run ${caller}: there is no sample ${i}, the dataset is empty`);
  }
  checkInteger(caller, "i", i, 0, size - 1);
}

/** Goes on with a value, at once or when it is there. */
export function chain<S, T>(value: S | Promise<S>, fn: (value: S) => T | Promise<T>): T | Promise<T> {
  return typeof (value as Promise<S>)?.then === "function" ? (value as Promise<S>).then(fn) : fn(value as S);
}

/** `getBatch` of a dataset that takes its samples from another, if that has one. */
export function forwardBatch(
  dataset: Dataset,
  position: (i: number) => number,
): NonNullable<Dataset["getBatch"]> | undefined {
  if (dataset.getBatch === undefined) return undefined;
  return (indices, options) => dataset.getBatch!(indices.map(position), options);
}
