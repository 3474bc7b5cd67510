// Norms and variances: of all elements a number, or along a dimension, which keeps size 1 unless keepDim is false.
import { checkSameSize, checkSameType, sameSize, sameType } from "./check.ts";
import { frame, put, result } from "./frame.ts";
import { type Op, op } from "./ops.ts";
import { reduceAll, reduceDim } from "./reduction.ts";
import type { Tensor } from "./tensor.ts";
import type { ReduceOptions, VarianceOptions } from "./types.ts";

const OPS = {
  norm: op("reduce", "norm"),
  norm0: op("reduce", "norm0"),
  norm1: op("reduce", "norm1"),
  norm2: op("reduce", "norm2"),
  normInf: op("reduce", "normInf"),
  var: op("reduce", "var"),
  std: op("reduce", "std"),
} as const;

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
  if (!sameType(x, y)) checkSameType("dot", { x, y });
  if (!sameSize(x.shape, y.shape)) checkSameSize("dot", { x, y });
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
  if (!sameType(x, y)) checkSameType("dist", { x, y });
  if (!sameSize(x.shape, y.shape)) checkSameSize("dist", { x, y });
  put(0, x);
  put(1, y);
  x.device.check(x.device.symbols.tm_dist(x.store.block.arg, y.store.block.arg, frame, p));
  return result();
}
