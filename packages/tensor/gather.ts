// Elements taken by their positions along a dimension, into a new tensor.
import { checkDim, formatSize } from "./check.ts";
import { clone } from "./copy.ts";
import { frame, put, putView } from "./frame.ts";
import { fresh, receiver } from "./make.ts";
import { positionsOf, strideAlong, vectorOf } from "./positions.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption, Positions } from "./types.ts";

/** Copies of what lies in the memory of the result, which would be resized and written before it is read. */
function readBefore(out: Tensor | undefined, x: Tensor, index: Tensor): [Tensor, Tensor] {
  return [x.store === out?.store ? clone(x) : x, index.store === out?.store ? clone(index) : index];
}

/** r = the elements of x at the positions along dim; `shape` and `strides` are those of index. */
function gatherInto(
  r: Tensor,
  x: Tensor,
  index: Tensor,
  dim: number,
  shape: readonly number[],
  strides: readonly number[],
): Tensor {
  const { device } = x.store;
  put(0, r);
  put(1, x);
  putView(2, index, shape, strides);
  const status = device.symbols.tm_gather(r.store.block.arg, x.store.block.arg, index.store.block.arg, frame, dim);
  if (status !== 0) throw device.error(status);
  return r;
}

/**
 * Returns the slices at the given positions of a dimension.
 *
 * @param x Any size and dtype.
 * @param dim The dimension; negative ones count from the end.
 * @param index Positions in it, a 1-D int64 tensor or a list; negative ones count from the end, and they may repeat.
 * @param options `out` receives the result.
 * @returns Sized like `x`, with as many entries in `dim` as there are positions.
 * @throws {RangeError} If `x` has no such dimension.
 * @throws {NativeError} If a position lies outside the dimension.
 *
 * @example Usage
 * ```ts
 * import { index, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(index(x, 1, [2, 0, -1]).toArray(), [[3, 1, 3], [6, 4, 6]]);
 * ```
 */
export function index(x: Tensor, dim: number, index: Positions, options?: OutOption): Tensor {
  dim = checkDim("index", "dim", dim, x.shape.length);
  const positions = vectorOf("index", index, x.store.device), shape = x.shape.slice();
  shape[dim] = positions.count;
  const [source, from] = readBefore(options?.out, x, positions),
    r = receiver("index", options?.out, x.store.code, shape, x.store.device);
  return gatherInto(r, source, from, dim, shape, strideAlong(dim, shape.length, from.strides[0] ?? 1));
}

/**
 * As {@linkcode index}, by PyTorch's name.
 *
 * @param x Any size and dtype.
 * @param dim The dimension; negative ones count from the end.
 * @param positions Positions in it, a 1-D int64 tensor or a list.
 * @param options `out` receives the result.
 * @returns Sized like `x`, with as many entries in `dim` as there are positions.
 *
 * @example Usage
 * ```ts
 * import { indexSelect, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(indexSelect(tensor([10, 20, 30]), 0, [2, 0]).toArray(), [30, 10]);
 * ```
 */
export function indexSelect(x: Tensor, dim: number, positions: Positions, options?: OutOption): Tensor {
  return index(x, dim, positions, options);
}

/**
 * Returns for each entry of `index` the element of `x` at that position along a dimension: y[i][j] = x[index[i][j]][j] for
 * dimension 0, y[i][j] = x[i][index[i][j]] for dimension 1.
 *
 * @param x Any dtype, with the dimensions of `index` and at least its size in all but `dim`.
 * @param dim The dimension; negative ones count from the end.
 * @param index Positions, int64; negative ones count from the end.
 * @param options `out` receives the result.
 * @returns Sized like `index`.
 * @throws {NativeError} If a position lies outside the dimension, or `x` is smaller than `index` in another.
 *
 * @example Usage
 * ```ts
 * import { gather, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]), index = tensor([[2, 0], [1, 1]], { dtype: "int64" });
 * assertEquals(gather(x, 1, index).toArray(), [[3, 1], [5, 5]]);
 * ```
 */
export function gather(x: Tensor, dim: number, index: Tensor, options?: OutOption): Tensor {
  dim = checkDim("gather", "dim", dim, x.shape.length);
  index = positionsOf("gather", index, x.store.device);
  if (index.shape.length !== x.shape.length) {
    throw new TypeError(
      `Cannot run gather: index must have the ${x.shape.length} dimensions of ${formatSize(x.shape)} but is ` +
        formatSize(index.shape),
    );
  }
  const [source, from] = readBefore(options?.out, x, index),
    r = receiver("gather", options?.out, x.store.code, from.shape, x.store.device);
  return gatherInto(r, source, from, dim, from.shape, from.strides);
}

/**
 * Returns the elements at the given positions of `x` read in row-major order.
 *
 * @param x Any size and dtype.
 * @param index Positions from 0 to the number of elements, of any size; negative ones count from the end.
 * @param options `out` receives the result.
 * @returns Sized like `index`.
 * @throws {NativeError} If a position lies outside.
 *
 * @example Usage
 * ```ts
 * import { take, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(take(tensor([[1, 2], [3, 4]]), [3, 0, -2]).toArray(), [4, 1, 3]);
 * ```
 */
export function take(x: Tensor, index: Positions, options?: OutOption): Tensor {
  const positions = positionsOf("take", index, x.store.device).contiguous(),
    { code, device } = x.store,
    n = positions.count;
  const r = gatherInto(fresh(code, [n], device), x.contiguous().view(x.count), positions, 0, [n], [1]).view(
    positions.shape,
  );
  return options?.out === undefined ? r : receiver("take", options.out, code, positions.shape, device).copy(r);
}
