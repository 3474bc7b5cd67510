// Elements written to their positions along a dimension: on a copy, or in place where `out` is the tensor itself.
import { checkDim, checkSize, checkWritable, formatSize, sameSize } from "./check.ts";
import { clone } from "./copy.ts";
import { frame, put as describe, putView } from "./frame.ts";
import { positionsOf, strideAlong, vectorOf } from "./positions.ts";
import { fresh, receiver, stridesOf } from "./make.ts";
import { Tensor } from "./tensor.ts";
import type { OutOption, Positions } from "./types.ts";

/** Options of {@linkcode put}. */
export interface PutOptions {
  /** Whether elements are added to those that are there; false by default. */
  accumulate?: boolean;
}

/** The tensor to change, `out` or a copy of x, and the other operands, which it does not overwrite. */
function start<I, S>(caller: string, x: Tensor, index: I, source: S, options?: OutOption): [Tensor, I, S] {
  const out = options?.out;
  if (out === undefined) return [clone(x), index, source];
  if (out === x) return [x, index, source];
  const kept = <T>(operand: T): T => operand instanceof Tensor ? elsewhere(out, operand) as T : operand;
  const operands: [I, S] = [kept(index), kept(source)];
  return [receiver(caller, out, x.store.code, x.shape, x.store.device).copy(x), ...operands];
}

/** `x`, or a copy of it if it lies in the memory of `r`, where elements go to other places than they come from. */
function elsewhere(r: Tensor, x: Tensor): Tensor {
  return x.store === r.store ? clone(x) : x;
}

/** An operand of a scatter, seen with strides of its own. */
interface Strided {
  readonly tensor: Tensor;
  readonly strides: readonly number[];
}

/** Writes x, or adds it, to r at the positions along dim; index and x are seen with `shape`. */
function scatterInto(
  r: Tensor,
  dim: number,
  index: Strided,
  x: Strided,
  shape: readonly number[],
  add: boolean,
): Tensor {
  const { device } = r.store;
  describe(0, r);
  putView(1, x.tensor, shape, x.strides);
  putView(2, index.tensor, shape, index.strides);
  // deno-fmt-ignore
  const status = device.symbols.tm_scatter(r.store.block.arg, x.tensor.store.block.arg, index.tensor.store.block.arg, frame, dim, +add);
  if (status !== 0) throw device.error(status);
  return r;
}

/** A number as an operand of any size. */
function repeated(r: Tensor, value: number, dims: number): Strided {
  return { tensor: fresh(r.store.code, [1], r.store.device).fill(value), strides: new Array<number>(dims).fill(0) };
}

/** Writes slices to the positions of a dimension of `r`, in place. */
function slicesInto(
  caller: string,
  r: Tensor,
  dim: number,
  index: Positions,
  x: Tensor | number,
  add: boolean,
): Tensor {
  const dims = r.shape.length;
  dim = checkDim(caller, "dim", dim, dims);
  const positions = elsewhere(r, vectorOf(caller, index, r.store.device)), shape = r.shape.slice();
  shape[dim] = positions.count;
  checkWritable(caller, "the tensor", r);
  let source: Strided;
  if (typeof x === "number") source = repeated(r, x, dims);
  else {
    if (!sameSize(x.shape, shape)) checkSize(caller, "source", x, shape);
    const tensor = elsewhere(r, x);
    source = { tensor, strides: tensor.strides };
  }
  const strides = strideAlong(dim, dims, positions.strides[0] ?? 1);
  return scatterInto(r, dim, { tensor: positions, strides }, source, shape, add);
}

/** Writes elements to their positions along a dimension of `r`, in place. */
function elementsInto(caller: string, r: Tensor, dim: number, index: Tensor, x: Tensor | number, add: boolean): Tensor {
  const dims = r.shape.length;
  dim = checkDim(caller, "dim", dim, dims);
  index = elsewhere(r, positionsOf(caller, index, r.store.device));
  if (index.shape.length !== dims) {
    throw new TypeError(
      `Cannot run ${caller}: index must have the ${dims} dimensions of ${formatSize(r.shape)} but is ${
        formatSize(index.shape)
      }`,
    );
  }
  checkWritable(caller, "the tensor", r);
  let source: Strided;
  if (typeof x === "number") source = repeated(r, x, dims);
  else {
    if (x.shape.length !== dims || index.shape.some((s, d) => s > x.shape[d]!)) {
      throw new TypeError(
        `Cannot run ${caller}: source must be at least ${formatSize(index.shape)} like index but is ${
          formatSize(x.shape)
        }`,
      );
    }
    const tensor = elsewhere(r, x);
    source = { tensor, strides: tensor.strides };
  }
  return scatterInto(r, dim, { tensor: index, strides: index.strides }, source, index.shape, add);
}

/** Writes elements to their positions in the row-major order of `r`, in place. */
function putInto(r: Tensor, index: Positions, source: Tensor | number, options?: PutOptions): Tensor {
  const positions = elsewhere(r, positionsOf("put", index, r.store.device)).contiguous(), n = positions.count;
  if (typeof source !== "number" && source.count !== n) {
    throw new TypeError(
      `Cannot run put: source must have the ${n} elements of index but is ${formatSize(source.shape)}`,
    );
  }
  checkWritable("put", "the tensor", r);
  const flat = r.dense ? r.view(r.count) : clone(r).view(r.count);
  const x = typeof source === "number"
    ? repeated(r, source, 1)
    : { tensor: elsewhere(r, source).contiguous(), strides: stridesOf([n]) };
  scatterInto(flat, 0, { tensor: positions, strides: [1] }, x, [n], options?.accumulate ?? false);
  return r.dense ? r : r.copy(flat);
}

/**
 * Returns `x` with slices of `source` at the given positions of a dimension; of positions that repeat the last wins.
 *
 * @param x Any size and dtype; it is left alone.
 * @param dim The dimension; negative ones count from the end.
 * @param index Positions in it, a 1-D int64 tensor or a list; negative ones count from the end.
 * @param source Sized like `x`, with as many entries in `dim` as there are positions.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 * @throws {NativeError} If a position lies outside the dimension; nothing is written then.
 *
 * @example Usage
 * ```ts
 * import { indexCopy, tensor, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const y = indexCopy(zeros([2, 3]), 1, [2, 0], tensor([[1, 2], [3, 4]]));
 * assertEquals(y.toArray(), [[2, 0, 1], [4, 0, 3]]);
 * ```
 */
export function indexCopy(x: Tensor, dim: number, index: Positions, source: Tensor, options?: OutOption): Tensor {
  const [r, positions, values] = start("indexCopy", x, index, source, options);
  return slicesInto("indexCopy", r, dim, positions, values, false);
}

/**
 * Returns `x` with slices of `source` added at the given positions of a dimension; positions may repeat.
 *
 * @param x Any size and numeric dtype; it is left alone.
 * @param dim The dimension; negative ones count from the end.
 * @param index Positions in it, a 1-D int64 tensor or a list; negative ones count from the end.
 * @param source Sized like `x`, with as many entries in `dim` as there are positions.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 * @throws {NativeError} If a position lies outside the dimension; nothing is written then.
 *
 * @example Usage
 * ```ts
 * import { indexAdd, ones, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(indexAdd(ones([3]), 0, [1, 1], tensor([10, 20])).toArray(), [1, 31, 1]);
 * ```
 */
export function indexAdd(x: Tensor, dim: number, index: Positions, source: Tensor, options?: OutOption): Tensor {
  const [r, positions, values] = start("indexAdd", x, index, source, options);
  return slicesInto("indexAdd", r, dim, positions, values, true);
}

/**
 * Returns `x` with a number in the slices at the given positions of a dimension.
 *
 * @param x Any size and dtype; it is left alone.
 * @param dim The dimension; negative ones count from the end.
 * @param index Positions in it, a 1-D int64 tensor or a list; negative ones count from the end.
 * @param value The number.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 * @throws {NativeError} If a position lies outside the dimension; nothing is written then.
 *
 * @example Usage
 * ```ts
 * import { indexFill, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(indexFill(zeros([2, 3]), 1, [0, -1], 7).toArray(), [[7, 0, 7], [7, 0, 7]]);
 * ```
 */
export function indexFill(x: Tensor, dim: number, index: Positions, value: number, options?: OutOption): Tensor {
  const [r, positions, values] = start("indexFill", x, index, value, options);
  return slicesInto("indexFill", r, dim, positions, values, false);
}

/**
 * Returns `x` with elements of `source` at their positions along a dimension: y[index[i][j]][j] = source[i][j] for dimension 0,
 * y[i][index[i][j]] = source[i][j] for dimension 1. Of positions that repeat the last wins.
 *
 * @param x Any size and dtype; it is left alone.
 * @param dim The dimension; negative ones count from the end.
 * @param index Positions, int64, with the dimensions of `x` and at most its size in all but `dim`.
 * @param source At least as large as `index`, or a number.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 * @throws {NativeError} If a position lies outside the dimension; nothing is written then.
 *
 * @example Usage
 * ```ts
 * import { scatter, tensor, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const index = tensor([[2], [0]], { dtype: "int64" });
 * assertEquals(scatter(zeros([2, 3]), 1, index, 1).toArray(), [[0, 0, 1], [1, 0, 0]]);
 * ```
 */
export function scatter(x: Tensor, dim: number, index: Tensor, source: Tensor | number, options?: OutOption): Tensor {
  const [r, positions, values] = start("scatter", x, index, source, options);
  return elementsInto("scatter", r, dim, positions, values, false);
}

/**
 * Returns `x` with elements of `source` added at their positions along a dimension; positions may repeat.
 *
 * @param x Any size and numeric dtype; it is left alone.
 * @param dim The dimension; negative ones count from the end.
 * @param index Positions, int64, with the dimensions of `x` and at most its size in all but `dim`.
 * @param source At least as large as `index`, or a number.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 * @throws {NativeError} If a position lies outside the dimension; nothing is written then.
 *
 * @example Usage
 * ```ts
 * import { scatterAdd, tensor, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const index = tensor([[2, 2, 0]], { dtype: "int64" });
 * assertEquals(scatterAdd(zeros([1, 3]), 1, index, tensor([[1, 2, 3]])).toArray(), [[3, 0, 3]]);
 * ```
 */
export function scatterAdd(
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | number,
  options?: OutOption,
): Tensor {
  const [r, positions, values] = start("scatterAdd", x, index, source, options);
  return elementsInto("scatterAdd", r, dim, positions, values, true);
}

/**
 * Returns `x` with elements at the given positions of its row-major order.
 *
 * @param x Any size and dtype; it is left alone.
 * @param index Positions from 0 to the number of elements; negative ones count from the end.
 * @param source As many elements as there are positions, or a number.
 * @param options Whether they are added, and `out`, which receives the result.
 * @returns Sized like `x`.
 * @throws {NativeError} If a position lies outside; nothing is written then.
 *
 * @example Usage
 * ```ts
 * import { put, tensor, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(put(zeros([2, 2]), [3, 0], tensor([7, 8])).toArray(), [[8, 0], [0, 7]]);
 * ```
 */
export function put(x: Tensor, index: Positions, source: Tensor | number, options?: PutOptions & OutOption): Tensor {
  const [r, positions, values] = start("put", x, index, source, options);
  return putInto(r, positions, values, options);
}
