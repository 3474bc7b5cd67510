// Sums, products, extremes: of all elements a number, or along a dimension, which keeps size 1 unless keepDim is false.
import { BOOL, INT64 } from "./codes.ts";
import { op } from "./ops.ts";
import { reduceAll, reduceDim, reduceIndex } from "./reduction.ts";
import type { Tensor } from "./tensor.ts";
import type { OrderOptions, ReduceOptions } from "./types.ts";

const OPS = {
  sum: op("reduce", "sum"),
  mean: op("reduce", "mean"),
  prod: op("reduce", "prod"),
  max: op("reduce", "max"),
  min: op("reduce", "min"),
  all: op("reduce", "all"),
  any: op("reduce", "any"),
} as const;

/** The dtype of sums and products along a dimension: truth values are counted. */
function totalCode(x: Tensor): number {
  return x.store.code === BOOL ? INT64 : x.store.code;
}

/**
 * Returns the sum of all elements.
 *
 * @param x Any size. Any dtype that computes.
 *
 * @example Usage
 * ```ts
 * import { sum, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sum(tensor([[1, 2], [3, 4]])), 10);
 * ```
 */
export function sum(x: Tensor): number;
/**
 * Returns the sums along a dimension.
 *
 * @param x Any size. Any dtype that computes.
 * @param dim The dimension; negative ones count from the end.
 * @param options Where the result goes, and whether the dimension stays.
 * @returns The result: sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { sum, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sum(tensor([[1, 2], [3, 4]]), 0).toArray(), [[4, 6]]);
 * ```
 */
export function sum(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function sum(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(OPS.sum, x) : reduceDim(OPS.sum, x, dim, options, 0, totalCode(x));
}

/**
 * Returns the product of all elements.
 *
 * @param x Any size. Any dtype that computes.
 *
 * @example Usage
 * ```ts
 * import { prod, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(prod(tensor([[1, 2], [3, 4]])), 24);
 * ```
 */
export function prod(x: Tensor): number;
/**
 * Returns the products along a dimension.
 *
 * @param x Any size. Any dtype that computes.
 * @param dim The dimension; negative ones count from the end.
 * @param options Where the result goes, and whether the dimension stays.
 * @returns The result: sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { prod, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(prod(tensor([[1, 2], [3, 4]]), 1).toArray(), [[2], [12]]);
 * ```
 */
export function prod(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function prod(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(OPS.prod, x) : reduceDim(OPS.prod, x, dim, options, 0, totalCode(x));
}

/**
 * Returns the mean of all elements.
 *
 * @param x Any size. float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { mean, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mean(tensor([[1, 2], [3, 4]])), 2.5);
 * ```
 */
export function mean(x: Tensor): number;
/**
 * Returns the means along a dimension.
 *
 * @param x Any size. float32 or float64.
 * @param dim The dimension; negative ones count from the end.
 * @param options Where the result goes, and whether the dimension stays.
 * @returns The result: sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { mean, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mean(tensor([[1, 2], [3, 4]]), 1).toArray(), [[1.5], [3.5]]);
 * ```
 */
export function mean(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function mean(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(OPS.mean, x) : reduceDim(OPS.mean, x, dim, options);
}

/**
 * Returns the largest element; NaN if there is one.
 *
 * @param x Any size. Any dtype that computes.
 *
 * @example Usage
 * ```ts
 * import { max, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(max(tensor([[1, 5], [3, 4]])), 5);
 * ```
 */
export function max(x: Tensor): number;
/**
 * Returns the largest elements along a dimension and their first positions.
 *
 * @param x Any size. Any dtype that computes.
 * @param dim The dimension; negative ones count from the end.
 * @param options `out` receives the values, `indices` the positions; whether the dimension stays, with size 1.
 * @returns The values and their positions (int64): sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { max, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const [values, positions] = max(tensor([[1, 5], [3, 4]]), 1);
 * assertEquals(values.toArray(), [[5], [4]]);
 * assertEquals(positions.toArray(), [[1], [1]]);
 * ```
 */
export function max(x: Tensor, dim: number, options?: OrderOptions & ReduceOptions): [Tensor, Tensor];
export function max(x: Tensor, dim?: number, options?: OrderOptions & ReduceOptions): number | [Tensor, Tensor] {
  return dim === undefined ? reduceAll(OPS.max, x) : reduceIndex(OPS.max, x, dim, options);
}

/**
 * Returns the smallest element; NaN if there is one.
 *
 * @param x Any size. Any dtype that computes.
 *
 * @example Usage
 * ```ts
 * import { min, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(min(tensor([[1, 5], [3, 4]])), 1);
 * ```
 */
export function min(x: Tensor): number;
/**
 * Returns the smallest elements along a dimension and their first positions.
 *
 * @param x Any size. Any dtype that computes.
 * @param dim The dimension; negative ones count from the end.
 * @param options `out` receives the values, `indices` the positions; whether the dimension stays, with size 1.
 * @returns The values and their positions (int64): sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { min, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const [values, positions] = min(tensor([[1, 5], [3, 4]]), 0);
 * assertEquals(values.toArray(), [[1, 4]]);
 * assertEquals(positions.toArray(), [[0, 1]]);
 * ```
 */
export function min(x: Tensor, dim: number, options?: OrderOptions & ReduceOptions): [Tensor, Tensor];
export function min(x: Tensor, dim?: number, options?: OrderOptions & ReduceOptions): number | [Tensor, Tensor] {
  return dim === undefined ? reduceAll(OPS.min, x) : reduceIndex(OPS.min, x, dim, options);
}

/**
 * Returns whether every element differs from 0.
 *
 * @param x Any size. Any dtype that computes.
 *
 * @example Usage
 * ```ts
 * import { all, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(all(tensor([1, 0])), false);
 * ```
 */
export function all(x: Tensor): boolean;
/**
 * Returns 1 where every element along a dimension differs from 0, else 0; in the dtype of `x`.
 *
 * @param x Any size. Any dtype that computes.
 * @param dim The dimension; negative ones count from the end.
 * @param options Where the result goes, and whether the dimension stays.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { all, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(all(tensor([[1, 0], [1, 1]]), 1).toArray(), [[0], [1]]);
 * ```
 */
export function all(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function all(x: Tensor, dim?: number, options?: ReduceOptions): boolean | Tensor {
  return dim === undefined ? reduceAll(OPS.all, x) !== 0 : reduceDim(OPS.all, x, dim, options);
}

/**
 * Returns whether some element differs from 0.
 *
 * @param x Any size. Any dtype that computes.
 *
 * @example Usage
 * ```ts
 * import { any, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(any(tensor([1, 0])), true);
 * ```
 */
export function any(x: Tensor): boolean;
/**
 * Returns 1 where some element along a dimension differs from 0, else 0; in the dtype of `x`.
 *
 * @param x Any size. Any dtype that computes.
 * @param dim The dimension; negative ones count from the end.
 * @param options Where the result goes, and whether the dimension stays.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { any, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(any(tensor([[1, 0], [1, 1]]), 1).toArray(), [[1], [1]]);
 * ```
 */
export function any(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function any(x: Tensor, dim?: number, options?: ReduceOptions): boolean | Tensor {
  return dim === undefined ? reduceAll(OPS.any, x) !== 0 : reduceDim(OPS.any, x, dim, options);
}
