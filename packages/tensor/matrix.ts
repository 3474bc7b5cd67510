// What the functions of linear algebra share: column-major copies, as LAPACK reads matrices.
import { checkFloat, checkSize, formatSize } from "./check.ts";
import { dtypeCode } from "./codes.ts";
import { copyInto } from "./copy.ts";
import { frame, put } from "./frame.ts";
import { fresh, freshZero } from "./make.ts";
import type { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";
import { narrow } from "./view.ts";

/** Requires a matrix of float32 or float64. */
export function checkMatrix(caller: string, name: string, x: Tensor): void {
  checkFloat(caller, name, x);
  if (x.shape.length !== 2) checkSize(caller, name, x, ["n", "m"]);
}

/** Requires a square matrix of float32 or float64. */
export function checkSquare(caller: string, name: string, x: Tensor): void {
  checkMatrix(caller, name, x);
  if (x.shape[0] !== x.shape[1]) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be square but is ${formatSize(x.shape)}`);
  }
}

/** Makes a column-major matrix with unknown contents, of the dtype and on the device of a storage. */
export function columnMajor(like: Storage, rows: number, columns: number): Tensor {
  return fresh(like.code, [columns, rows], like.device).t();
}

/** Returns a column-major copy, with `rows` rows of which those in excess are 0. */
export function columnMajorCopy(x: Tensor, rows: number = x.shape[0]!): Tensor {
  const [n, m] = x.shape as [number, number];
  if (rows === n) return n * m === 0 ? columnMajor(x.store, n, m) : copyInto(columnMajor(x.store, n, m), x);
  const r = freshZero(x.store.code, [m, rows], x.store.device).t();
  if (n * m > 0) copyInto(narrow(r, 0, 0, n), x);
  return r;
}

/** Right-hand sides as a matrix: a vector becomes a column. */
export function columnsOf(caller: string, b: Tensor, rows: number): Tensor {
  checkFloat(caller, "b", b);
  if (b.shape.length !== 1 && b.shape.length !== 2) checkSize(caller, "b", b, [rows, "k"]);
  if (b.shape[0] !== rows) checkSize(caller, "b", b, b.shape.length === 1 ? [rows] : [rows, "k"]);
  return b.shape.length === 1 ? b.unsqueeze(1) : b;
}

/** The solution with the dimensions of the right-hand sides. */
export function likeColumns(x: Tensor, b: Tensor): Tensor {
  return b.shape.length === 1 ? x.select(1, 0) : x;
}

/** LU factors in one matrix, and the rows exchanged, from 0. */
export function factor(a: Tensor): [Tensor, Int32Array] {
  const lu = columnMajorCopy(a),
    pivots = fresh(dtypeCode("int32"), [Math.min(a.shape[0]!, a.shape[1]!)], a.store.device),
    { device } = a.store;
  put(0, lu);
  put(1, pivots);
  const status = device.symbols.tm_getrf(lu.store.block.arg, pivots.store.block.arg, frame);
  if (status !== 0) throw device.error(status);
  return [lu, (pivots.data as Int32Array).map((row) => row - 1)];
}
