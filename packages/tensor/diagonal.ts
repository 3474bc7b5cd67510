// Diagonals and triangles of matrices.
import { checkInteger, checkSize } from "./check.ts";
import { clone, copyInto } from "./copy.ts";
import { freshZero, receiver, viewAt } from "./make.ts";
import { sum } from "./reduce.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";
import { narrow } from "./view.ts";

/** Diagonal k of a matrix as a view; the empty tensor where it has none. */
function diagonalOf(x: Tensor, k: number): Tensor {
  const [rows, columns] = x.shape as [number, number], [down, right] = x.strides as [number, number];
  const n = Math.max(0, Math.min(rows + Math.min(k, 0), columns - Math.max(k, 0)));
  return viewAt(x, n === 0 ? [] : [n], n === 0 ? [] : [down + right], x.offset + (k < 0 ? -k * down : k * right));
}

/**
 * Returns a vector as a diagonal of a square matrix, or a diagonal of a matrix as a vector.
 *
 * @param x A vector or a matrix of any dtype.
 * @param k Which diagonal: 0 the main one, above it if positive, below it if negative.
 * @param options `out` receives the result.
 * @returns [n + |k|, n + |k|] for a vector of n elements; for a matrix a copy of its diagonal, empty if it has none.
 *
 * @example Usage
 * ```ts
 * import { diag, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(diag(tensor([1, 2])).toArray(), [[1, 0], [0, 2]]);
 * assertEquals(diag(tensor([[1, 2], [3, 4]]), 1).toArray(), [2]);
 * ```
 */
export function diag(x: Tensor, k = 0, options?: OutOption): Tensor {
  checkInteger("diag", "k", k, -Infinity);
  const { code, device } = x.store, out = options?.out;
  if (x.shape.length === 1) {
    const n = x.count + Math.abs(k), r = freshZero(code, [n, n], device);
    if (x.count > 0) copyInto(diagonalOf(r, k), x);
    return out === undefined ? r : receiver("diag", out, code, r.shape, device).copy(r);
  }
  if (x.shape.length !== 2) checkSize("diag", "x", x, ["n", "m"]);
  const d = clone(diagonalOf(x, k));
  return out === undefined ? d : receiver("diag", out, code, d.shape, device).copy(d);
}

/**
 * Returns the sum of the main diagonal of a matrix.
 *
 * @param x [n, m], any numeric dtype.
 *
 * @example Usage
 * ```ts
 * import { tensor, trace } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(trace(tensor([[1, 2], [3, 4]])), 5);
 * ```
 */
export function trace(x: Tensor): number {
  if (x.shape.length !== 2) checkSize("trace", "x", x, ["n", "m"]);
  return sum(diagonalOf(x, 0));
}

/** Copies x and sets what lies above (or below) diagonal k to 0. */
function triangle(caller: string, x: Tensor, k: number, lower: boolean, options?: OutOption): Tensor {
  checkInteger(caller, "k", k, -Infinity);
  const dims = x.shape.length, out = options?.out;
  if (dims < 2) checkSize(caller, "x", x, ["n", "m"]);
  const r = out === x ? x : receiver(caller, out, x.store.code, x.shape, x.store.device).copy(x);
  const rows = x.shape[dims - 2]!, columns = x.shape[dims - 1]!;
  for (let i = 0; i < rows; i++) {
    const split = Math.max(0, Math.min(columns, i + k + (lower ? 1 : 0)));
    const [start, length] = lower ? [split, columns - split] : [0, split];
    if (length > 0) narrow(narrow(r, dims - 2, i, 1), dims - 1, start, length).zero();
  }
  return r;
}

/**
 * Returns a matrix with zeros above a diagonal.
 *
 * @param x [n, m], or matrices in the last two dimensions.
 * @param k The last diagonal that is kept: 0 the main one, above it if positive, below it if negative.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { ones, tril } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tril(ones([2, 3])).toArray(), [[1, 0, 0], [1, 1, 0]]);
 * ```
 */
export function tril(x: Tensor, k = 0, options?: OutOption): Tensor {
  return triangle("tril", x, k, true, options);
}

/**
 * Returns a matrix with zeros below a diagonal.
 *
 * @param x [n, m], or matrices in the last two dimensions.
 * @param k The first diagonal that is kept: 0 the main one, above it if positive, below it if negative.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { ones, triu } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(triu(ones([2, 3]), 1).toArray(), [[0, 1, 1], [0, 0, 1]]);
 * ```
 */
export function triu(x: Tensor, k = 0, options?: OutOption): Tensor {
  return triangle("triu", x, k, false, options);
}
