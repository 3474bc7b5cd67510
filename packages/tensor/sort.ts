// Sorting, and what is found by order. NaN is larger than everything.
import { checkDim, checkInteger } from "./check.ts";
import { INT64 } from "./codes.ts";
import { deliver } from "./copy.ts";
import { frame, put } from "./frame.ts";
import { fresh } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { OrderOptions, ReduceOptions } from "./types.ts";
import { squeeze } from "./view.ts";

type Symbols = Tensor["device"]["symbols"];
/** Calls the native library for the results r and index of x. */
type Find = (symbols: Symbols, r: Buffer, index: Buffer, x: Buffer, dim: number) => number;
type Buffer = Tensor["store"]["block"]["arg"];

/** Values and positions, with `k` entries in dim, found by `find`. */
function find(
  caller: string,
  x: Tensor,
  dim: number,
  k: number,
  options: OrderOptions | undefined,
  call: Find,
): [Tensor, Tensor] {
  const shape = x.shape.slice(), source = x.contiguous(), { code, device } = x.store;
  shape[dim] = k;
  const r = fresh(code, shape, device), index = fresh(INT64, shape, device);
  put(0, r);
  put(1, index);
  put(2, source);
  const status = call(device.symbols, r.store.block.arg, index.store.block.arg, source.store.block.arg, dim);
  if (status !== 0) throw device.error(status);
  return [deliver(caller, r, options?.out), deliver(caller, index, options?.indices)];
}

function withoutDim(dim: number, options: ReduceOptions | undefined, found: [Tensor, Tensor]): [Tensor, Tensor] {
  return options?.keepDim === false ? [squeeze(found[0], dim), squeeze(found[1], dim)] : found;
}

/**
 * Returns the elements in order along a dimension, and where they were. Equal elements keep their order.
 *
 * @param x Any size and numeric dtype.
 * @param dim The dimension; negative ones count from the end; the last by default.
 * @param descending Whether the largest come first; false by default.
 * @param options `out` receives the elements, `indices` the positions.
 * @returns The elements and their positions (int64), both sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { sort, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const [values, indices] = sort(tensor([3, 1, 2]));
 * assertEquals(values.toArray(), [1, 2, 3]);
 * assertEquals(indices.toArray(), [1, 2, 0]);
 * ```
 */
export function sort(x: Tensor, dim = -1, descending = false, options?: OrderOptions): [Tensor, Tensor] {
  dim = checkDim("sort", "dim", dim, x.shape.length);
  return find(
    "sort",
    x,
    dim,
    x.shape[dim]!,
    options,
    (symbols, r, index, source, d) => symbols.tm_sort(r, index, source, frame, d, +descending),
  );
}

/**
 * Returns the smallest or largest elements along a dimension, and where they were.
 *
 * @param x Any size and numeric dtype.
 * @param k How many; 1 by default.
 * @param dim The dimension; negative ones count from the end; the last by default.
 * @param largest Whether the largest are wanted; false by default, as in Torch7.
 * @param sorted Whether they come in order, the best first; false by default: then they come in the order of their positions.
 * @param options `out` receives the elements, `indices` the positions.
 * @returns The elements and their positions (int64), sized like `x` with `k` entries in `dim`.
 * @throws {RangeError} If `dim` has fewer than `k` entries.
 *
 * @example Usage
 * ```ts
 * import { tensor, topk } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const [values, indices] = topk(tensor([4, 9, 1, 7]), 2, 0, true, true);
 * assertEquals(values.toArray(), [9, 7]);
 * assertEquals(indices.toArray(), [1, 3]);
 * ```
 */
export function topk(
  x: Tensor,
  k = 1,
  dim = -1,
  largest = false,
  sorted = false,
  options?: OrderOptions,
): [Tensor, Tensor] {
  dim = checkDim("topk", "dim", dim, x.shape.length);
  checkInteger("topk", "k", k, 1, x.shape[dim]!);
  return find(
    "topk",
    x,
    dim,
    k,
    options,
    (symbols, r, index, source, d) => symbols.tm_topk(r, index, source, frame, d, +largest, +sorted),
  );
}

function kth(
  caller: string,
  x: Tensor,
  place: number,
  dim: number,
  options?: OrderOptions & ReduceOptions,
): [Tensor, Tensor] {
  return withoutDim(
    dim,
    options,
    find(
      caller,
      x,
      dim,
      1,
      options,
      (symbols, r, index, source, d) => symbols.tm_kthvalue(r, index, source, frame, d, place),
    ),
  );
}

/**
 * Returns the k-th smallest element along a dimension, and its first position.
 *
 * @param x Any size and numeric dtype.
 * @param k Which, from 1, as in Torch7: 1 is the smallest.
 * @param dim The dimension; negative ones count from the end; the last by default.
 * @param options `out` receives the elements, `indices` the positions; whether the dimension stays, with size 1.
 * @returns The elements and their positions (int64).
 * @throws {RangeError} If `dim` has fewer than `k` entries.
 *
 * @example Usage
 * ```ts
 * import { kthvalue, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const [values, indices] = kthvalue(tensor([[3, 1, 2]]), 2);
 * assertEquals(values.toArray(), [[2]]);
 * assertEquals(indices.toArray(), [[2]]);
 * ```
 */
export function kthvalue(x: Tensor, k: number, dim = -1, options?: OrderOptions & ReduceOptions): [Tensor, Tensor] {
  dim = checkDim("kthvalue", "dim", dim, x.shape.length);
  checkInteger("kthvalue", "k", k, 1, x.shape[dim]!);
  return kth("kthvalue", x, k - 1, dim, options);
}

/**
 * Returns the middle element along a dimension, of an even number the lower one, and its first position.
 *
 * @param x Any size and numeric dtype.
 * @param dim The dimension; negative ones count from the end; the last by default.
 * @param options `out` receives the elements, `indices` the positions; whether the dimension stays, with size 1.
 * @returns The elements and their positions (int64).
 *
 * @example Usage
 * ```ts
 * import { median, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(median(tensor([5, 1, 4, 2]))[0].toArray(), [2]);
 * ```
 */
export function median(x: Tensor, dim = -1, options?: OrderOptions & ReduceOptions): [Tensor, Tensor] {
  dim = checkDim("median", "dim", dim, x.shape.length);
  checkInteger("median", "the size of the dimension", x.shape[dim]!, 1);
  return kth("median", x, Math.floor((x.shape[dim]! - 1) / 2), dim, options);
}

/**
 * Returns the most frequent element along a dimension, of several the smallest, and its last position.
 *
 * @param x Any size and numeric dtype.
 * @param dim The dimension; negative ones count from the end; the last by default.
 * @param options `out` receives the elements, `indices` the positions; whether the dimension stays, with size 1.
 * @returns The elements and their positions (int64).
 *
 * @example Usage
 * ```ts
 * import { mode, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mode(tensor([2, 7, 7, 2, 7]))[0].toArray(), [7]);
 * ```
 */
export function mode(x: Tensor, dim = -1, options?: OrderOptions & ReduceOptions): [Tensor, Tensor] {
  dim = checkDim("mode", "dim", dim, x.shape.length);
  checkInteger("mode", "the size of the dimension", x.shape[dim]!, 1);
  return withoutDim(
    dim,
    options,
    find("mode", x, dim, 1, options, (symbols, r, index, source, d) => symbols.tm_mode(r, index, source, frame, d)),
  );
}
