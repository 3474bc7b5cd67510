// Where the largest and the smallest elements are.
import { checkInteger } from "./check.ts";
import { max, min } from "./reduce.ts";
import type { Tensor } from "./tensor.ts";
import type { ReduceOptions } from "./types.ts";

function find(caller: string, extreme: typeof max, x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  if (dim === undefined) {
    checkInteger(caller, "the number of elements", x.count, 1);
    return extreme(x.contiguous().view(x.count), 0)[1].item();
  }
  const { keepDim = true, out } = options ?? {};
  return extreme(x, dim, out === undefined ? { keepDim } : { keepDim, indices: out })[1];
}

/**
 * Returns the first position of the largest element in row-major order.
 *
 * @param x Any size and numeric dtype; at least one element.
 *
 * @example Usage
 * ```ts
 * import { argmax, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(argmax(tensor([[3, 9], [1, 2]])), 1);
 * ```
 */
export function argmax(x: Tensor): number;
/**
 * Returns the first positions of the largest elements along a dimension.
 *
 * @param x Any size and numeric dtype.
 * @param dim The dimension; negative ones count from the end.
 * @param options `out` (int64) receives the positions; whether the dimension stays, with size 1.
 * @returns int64, sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 *
 * @example Usage
 * ```ts
 * import { argmax, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(argmax(tensor([[3, 9], [1, 2]]), 1).toArray(), [[1], [1]]);
 * ```
 */
export function argmax(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function argmax(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return find("argmax", max, x, dim, options);
}

/**
 * Returns the first position of the smallest element in row-major order.
 *
 * @param x Any size and numeric dtype; at least one element.
 *
 * @example Usage
 * ```ts
 * import { argmin, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(argmin(tensor([[3, 9], [1, 2]])), 2);
 * ```
 */
export function argmin(x: Tensor): number;
/**
 * Returns the first positions of the smallest elements along a dimension.
 *
 * @param x Any size and numeric dtype.
 * @param dim The dimension; negative ones count from the end.
 * @param options `out` (int64) receives the positions; whether the dimension stays, with size 1.
 * @returns int64, sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 *
 * @example Usage
 * ```ts
 * import { argmin, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(argmin(tensor([[3, 9], [1, 2]]), 1).toArray(), [[0], [0]]);
 * ```
 */
export function argmin(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function argmin(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return find("argmin", min, x, dim, options);
}
