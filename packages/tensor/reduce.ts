// Reductions: over all elements to a number, or along a dimension, which keeps size 1 unless keepDim is false.
import { checkDim, checkSameSize, checkSameType } from "./check.ts";
import { INT64 } from "./codes.ts";
import type { OutOption } from "./types.ts";
import { frame, put, result } from "./frame.ts";
import { receiver } from "./make.ts";
import { numberOf, type Op, op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";
import { squeeze } from "./view.ts";

const OPS = {
  sum: op("reduce", "sum"),
  mean: op("reduce", "mean"),
  prod: op("reduce", "prod"),
  max: op("reduce", "max"),
  min: op("reduce", "min"),
  norm: op("reduce", "norm"),
  norm0: op("reduce", "norm0"),
  norm1: op("reduce", "norm1"),
  norm2: op("reduce", "norm2"),
  normInf: op("reduce", "normInf"),
  var: op("reduce", "var"),
  std: op("reduce", "std"),
  all: op("reduce", "all"),
  any: op("reduce", "any"),
} as const;

/** Options of a reduction along a dimension. */
export interface ReduceOptions extends OutOption {
  /** Whether the dimension stays, with size 1, as in Torch7; true by default. */
  keepDim?: boolean;
}

/** Options of variance and standard deviation. */
export interface VarianceOptions extends ReduceOptions {
  /** Divides by n instead of n − 1; false by default. */
  biased?: boolean;
}

function reduceAll(op: Op, x: Tensor, p = 0): number {
  const { store } = x, { device } = store;
  let status: number;
  if (x.dense) {
    // deno-fmt-ignore
    status = device.symbols.tm_reduce_all_n(numberOf(op), store.code, x.count, store.block.arg, store.base + x.offset, store.extent, p, frame);
  } else {
    put(0, x);
    status = device.symbols.tm_reduce_all(numberOf(op), store.block.arg, frame, p);
  }
  if (status !== 0) throw device.error(status);
  return result();
}

function reduceDim(op: Op, x: Tensor, dim: number, options?: ReduceOptions, p = 0): Tensor {
  dim = checkDim(op.name, "dim", dim, x.shape.length);
  const r = receiver(op.name, options?.out, x.store.code, x.shape.with(dim, 1)), { device } = x.store;
  put(0, r);
  put(1, x);
  const status = device.symbols.tm_reduce(numberOf(op), r.store.block.arg, x.store.block.arg, frame, dim, p);
  if (status !== 0) throw device.error(status);
  return options?.keepDim === false ? squeeze(r, dim) : r;
}

function reduceIndex(op: Op, x: Tensor, dim: number, options?: ReduceOptions): [Tensor, Tensor] {
  dim = checkDim(op.name, "dim", dim, x.shape.length);
  const shape = x.shape.with(dim, 1), r = receiver(op.name, options?.out, x.store.code, shape);
  const index = receiver(op.name, undefined, INT64, shape), { device } = x.store;
  put(0, r);
  put(1, index);
  put(2, x);
  // deno-fmt-ignore
  const status = device.symbols.tm_reduce_index(numberOf(op), r.store.block.arg, index.store.block.arg, x.store.block.arg, frame, dim);
  if (status !== 0) throw device.error(status);
  return options?.keepDim === false ? [squeeze(r, dim), squeeze(index, dim)] : [r, index];
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
  return dim === undefined ? reduceAll(OPS.sum, x) : reduceDim(OPS.sum, x, dim, options);
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
  return dim === undefined ? reduceAll(OPS.prod, x) : reduceDim(OPS.prod, x, dim, options);
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
 * @param options Where the result goes, and whether the dimension stays.
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
export function max(x: Tensor, dim: number, options?: ReduceOptions): [Tensor, Tensor];
export function max(x: Tensor, dim?: number, options?: ReduceOptions): number | [Tensor, Tensor] {
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
 * @param options Where the result goes, and whether the dimension stays.
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
export function min(x: Tensor, dim: number, options?: ReduceOptions): [Tensor, Tensor];
export function min(x: Tensor, dim?: number, options?: ReduceOptions): number | [Tensor, Tensor] {
  return dim === undefined ? reduceAll(OPS.min, x) : reduceIndex(OPS.min, x, dim, options);
}

function normOp(p: number): Op {
  return p === 0 ? OPS.norm0 : p === 1 ? OPS.norm1 : p === 2 ? OPS.norm2 : p === Infinity ? OPS.normInf : OPS.norm;
}

/**
 * Returns the p-norm of all elements, (Σ |x|^p)^(1/p); p = 0 counts those that are not 0.
 *
 * @param x Any size. float32 or float64.
 * @param p The exponent, `Infinity` too; 2 by default.
 *
 * @example Usage
 * ```ts
 * import { norm, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(norm(tensor([3, -4])), 5);
 * assertEquals(norm(tensor([3, -4]), 1), 7);
 * ```
 */
export function norm(x: Tensor, p?: number): number;
/**
 * Returns the p-norms along a dimension.
 *
 * @param x Any size. float32 or float64.
 * @param p The exponent, `Infinity` too.
 * @param dim The dimension; negative ones count from the end.
 * @param options Where the result goes, and whether the dimension stays.
 * @returns The result: sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { norm, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(norm(tensor([[3, 4], [6, 8]]), 2, 1).toArray(), [[5], [10]]);
 * ```
 */
export function norm(x: Tensor, p: number, dim: number, options?: ReduceOptions): Tensor;
export function norm(x: Tensor, p = 2, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(normOp(p), x, p) : reduceDim(normOp(p), x, dim, options, p);
}

/**
 * Returns the variance of all elements.
 *
 * @param x Any size. float32 or float64.
 * @param dim Left out.
 * @param options Whether to divide by n instead of n − 1.
 *
 * @example Usage
 * ```ts
 * import { tensor, variance } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(variance(tensor([1, 3])), 2);
 * assertClose(variance(tensor([1, 3]), undefined, { biased: true }), 1);
 * ```
 */
export function variance(x: Tensor, dim?: undefined, options?: VarianceOptions): number;
/**
 * Returns the variances along a dimension.
 *
 * @param x Any size. float32 or float64.
 * @param dim The dimension; negative ones count from the end.
 * @param options Whether to divide by n instead of n − 1, where the result goes, and whether the dimension stays.
 * @returns The result: sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { tensor, variance } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(variance(tensor([[1, 3], [5, 5]]), 1), [[2], [0]]);
 * ```
 */
export function variance(x: Tensor, dim: number, options?: VarianceOptions): Tensor;
export function variance(x: Tensor, dim?: number, options?: VarianceOptions): number | Tensor {
  const p = options?.biased ? 1 : 0;
  return dim === undefined ? reduceAll(OPS.var, x, p) : reduceDim(OPS.var, x, dim, options, p);
}

/**
 * Returns the standard deviation of all elements.
 *
 * @param x Any size. float32 or float64.
 * @param dim Left out.
 * @param options Whether to divide by n instead of n − 1.
 *
 * @example Usage
 * ```ts
 * import { std, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(std(tensor([1, 3])), Math.sqrt(2));
 * assertClose(std(tensor([1, 3]), undefined, { biased: true }), 1);
 * ```
 */
export function std(x: Tensor, dim?: undefined, options?: VarianceOptions): number;
/**
 * Returns the standard deviations along a dimension.
 *
 * @param x Any size. float32 or float64.
 * @param dim The dimension; negative ones count from the end.
 * @param options Whether to divide by n instead of n − 1, where the result goes, and whether the dimension stays.
 * @returns The result: sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 * @throws {RangeError} If `x` has no such dimension.
 *
 * @example Usage
 * ```ts
 * import { std, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(std(tensor([[1, 3], [5, 5]]), 1), [[Math.sqrt(2)], [0]]);
 * ```
 */
export function std(x: Tensor, dim: number, options?: VarianceOptions): Tensor;
export function std(x: Tensor, dim?: number, options?: VarianceOptions): number | Tensor {
  const p = options?.biased ? 1 : 0;
  return dim === undefined ? reduceAll(OPS.std, x, p) : reduceDim(OPS.std, x, dim, options, p);
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

/**
 * Returns Σ x · y over the elements of two tensors.
 *
 * @param x Any size. Any dtype that computes.
 * @param y A tensor of the same size and dtype.
 * @throws {TypeError} If the sizes or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { dot, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dot(tensor([1, 2]), tensor([3, 4])), 11);
 * ```
 */
export function dot(x: Tensor, y: Tensor): number {
  checkSameType("dot", { x, y });
  checkSameSize("dot", { x, y });
  put(0, x);
  put(1, y);
  x.device.check(x.device.symbols.tm_dot(x.store.block.arg, y.store.block.arg, frame));
  return result();
}

/**
 * Returns the p-norm of the difference of two tensors.
 *
 * @param x Any size. float32 or float64.
 * @param y A tensor of the same size and dtype.
 * @param p The exponent, `Infinity` too; 2 by default.
 * @throws {TypeError} If the sizes or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { dist, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dist(tensor([1, 2]), tensor([4, 6])), 5);
 * ```
 */
export function dist(x: Tensor, y: Tensor, p = 2): number {
  checkSameType("dist", { x, y });
  checkSameSize("dist", { x, y });
  put(0, x);
  put(1, y);
  x.device.check(x.device.symbols.tm_dist(x.store.block.arg, y.store.block.arg, frame, p));
  return result();
}
