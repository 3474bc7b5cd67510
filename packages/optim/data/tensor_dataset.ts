import { checkInteger, describe, index, isTensor, type Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { type CollateOptions, sharedLike } from "./collate.ts";
import { checkSample, type Dataset } from "./dataset.ts";

/** A tensor, or tensors in a list or by name. */
export type TensorFields = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

/** A sample of {@linkcode TensorDataset}: a tensor or a number for each tensor, in a list or by name as they are. */
export type TensorSample<T extends TensorFields> = T extends Tensor ? Tensor | number
  : { -readonly [K in keyof T]: Tensor | number };

/** A batch of {@linkcode TensorDataset}: a tensor for each tensor, in a list or by name as they are. */
export type TensorBatch<T extends TensorFields> = T extends Tensor ? Tensor : { -readonly [K in keyof T]: Tensor };

/**
 * Tensors whose dimension 0 counts the samples: sample i is `x.select(0, i)` of each, without a copy, or a number where a tensor
 * has one dimension. Batches are taken from each tensor at once and keep its dtype, also through datasets that only choose and
 * order; behind a {@linkcode TransformDataset} numbers are joined as {@linkcode collate} joins them.
 *
 * @example Usage
 * ```ts
 * import { TensorDataset } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new TensorDataset({ input: tensor([[1, 2], [3, 4]]), target: tensor([0, 1], { dtype: "int64" }) });
 * const { input, target } = data.get(1);
 * assertEquals([(input as typeof data.tensors.input).toArray(), target], [[3, 4], 1]);
 * assertEquals(data.getBatch([1, 0]).target.toArray(), [1, 0]);
 * ```
 */
export class TensorDataset<const T extends TensorFields> implements Dataset<TensorSample<T>> {
  /** The tensors. */
  readonly tensors: T;
  readonly #size: number;

  /**
   * Keeps the tensors, without a copy.
   *
   * @param tensors A tensor, a list of tensors, or an object of tensors, of one size in dimension 0.
   * @throws {TypeError} If there is none, or their sizes in dimension 0 differ.
   */
  constructor(tensors: T) {
    const list: [string, Tensor][] = isTensor(tensors) ? [["0", tensors]] : Object.entries(tensors ?? {});
    if (list.length === 0) {
      throw new TypeError(
        `Cannot run TensorDataset: tensors must be a tensor, a list or an object of them, not empty, but is ${
          describe(tensors) || "empty"
        }`,
      );
    }
    for (const [name, x] of list) {
      if (!isTensor(x) || x.dim() === 0) {
        throw new TypeError(
          `Cannot run TensorDataset: entry ${name} must be a tensor of one dimension or more but is ${
            isTensor(x) ? "empty" : describe(x)
          }`,
        );
      }
      const wanted = list[0]![1].size(0), found = x.size(0);
      if (wanted === found) continue;
      throw new TypeError(
        `Cannot run TensorDataset: entry ${name} must hold ${wanted} samples like entry ${
          list[0]![0]
        } but holds ${found}`,
      );
    }
    this.tensors = tensors;
    this.#size = list[0]![1].size(0);
  }

  /** The size of dimension 0. */
  size(): number {
    return this.#size;
  }

  /** Returns the part of each tensor at `i`: a view, or a number where a tensor has one dimension. */
  get(i: number): TensorSample<T> {
    checkSample("TensorDataset.get", i, this.#size);
    return this.#each((x) => x.dim() === 1 ? x.get(i) : x.select(0, i)) as TensorSample<T>;
  }

  /** Returns the parts of each tensor at `indices`, copied into a new tensor: [indices, …]. */
  getBatch(indices: readonly number[], options: CollateOptions = {}): TensorBatch<T> {
    if (!Array.isArray(indices)) {
      throw new TypeError(`Cannot run TensorDataset.getBatch: indices must be a list but is ${describe(indices)}`);
    }
    checkObject("TensorDataset.getBatch", "options", options);
    checkInteger("TensorDataset.getBatch", "the number of indices", indices.length, 1);
    for (const i of indices) checkSample("TensorDataset.getBatch", i, this.#size);
    const shape = (x: Tensor) => x.shape.toSpliced(0, 1, indices.length);
    return this.#each((x) =>
      index(options.shared ? x.cpu() : x, 0, indices, options.shared ? { out: sharedLike(x, shape(x)) } : {})
    ) as TensorBatch<T>;
  }

  #each(fn: (x: Tensor) => unknown): unknown {
    const { tensors } = this;
    if (isTensor(tensors)) return fn(tensors);
    if (Array.isArray(tensors)) return tensors.map(fn);
    return Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, fn(x)]));
  }
}
