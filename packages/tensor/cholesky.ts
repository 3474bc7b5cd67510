// Symmetric positive definite matrices: Cholesky factors and what they solve.
import { checkOneOf, checkSameType } from "./check.ts";
import { deliver } from "./copy.ts";
import { dtypeCode } from "./codes.ts";
import { frame, put, result } from "./frame.ts";
import { fresh } from "./make.ts";
import { checkSquare, columnMajorCopy, columnsOf, likeColumns } from "./matrix.ts";
import { isRemote, onHost } from "./on_host.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** A triangle: above the diagonal or below it. */
export type Triangle = "U" | "L";

function isUpper(caller: string, uplo: Triangle): number {
  checkOneOf(caller, "uplo", uplo, ["U", "L"]);
  return +(uplo === "U");
}

/**
 * Returns the Cholesky factor of a symmetric positive definite matrix: a = Uᵀ U or a = L Lᵀ (LAPACK potrf).
 *
 * @param a [n, n], one triangle of it is read. float32 or float64.
 * @param uplo Which triangle is read and holds the factor: `"U"` above the diagonal, `"L"` below; `"U"` by default.
 * @param options `out` receives the result.
 * @returns [n, n], with zeros beyond the triangle.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is not positive definite.
 *
 * @example Usage
 * ```ts
 * import { potrf, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(potrf(tensor([[4, 2], [2, 2]])), [[2, 1], [0, 1]]);
 * ```
 */
export function potrf(a: Tensor, uplo: Triangle = "U", options?: OutOption): Tensor {
  if (isRemote(a)) return onHost(potrf, [a, uplo, options]);
  checkSquare("potrf", "a", a);
  const r = columnMajorCopy(a), { device } = a.store;
  put(0, r);
  device.check(device.symbols.tm_potrf(r.store.block.arg, frame, isUpper("potrf", uplo)));
  return deliver("potrf", r, options?.out);
}

/**
 * Returns the lower Cholesky factor, a = L Lᵀ, as NumPy and PyTorch do.
 *
 * @param a [n, n], symmetric positive definite. float32 or float64.
 * @param options `out` receives the result.
 * @returns [n, n], with zeros above the diagonal.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is not positive definite.
 *
 * @example Usage
 * ```ts
 * import { cholesky, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(cholesky(tensor([[4, 2], [2, 2]])), [[2, 0], [1, 1]]);
 * ```
 */
export function cholesky(a: Tensor, options?: OutOption): Tensor {
  if (isRemote(a)) return onHost(cholesky, [a, options]);
  return potrf(a, "L", options);
}

/**
 * Solves a x = b from the Cholesky factor of a (LAPACK potrs).
 *
 * @param b [n, k] or [n]. float32 or float64.
 * @param factor What {@linkcode potrf} returned, of the dtype of `b`.
 * @param uplo Which triangle holds the factor: `"U"` above the diagonal, `"L"` below; `"U"` by default.
 * @param options `out` receives the result.
 * @returns Sized like `b`.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { potrf, potrs, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const factor = potrf(tensor([[4, 2], [2, 2]]));
 * assertClose(potrs(tensor([6, 4]), factor), [1, 1]);
 * ```
 */
export function potrs(b: Tensor, factor: Tensor, uplo: Triangle = "U", options?: OutOption): Tensor {
  if (isRemote(b)) return onHost(potrs, [b, factor, uplo, options]);
  checkSquare("potrs", "factor", factor);
  checkSameType("potrs", { b, factor });
  const x = columnMajorCopy(columnsOf("potrs", b, factor.shape[0]!)), a = columnMajorCopy(factor), { device } = b.store;
  put(0, x);
  put(1, a);
  device.check(device.symbols.tm_potrs(x.store.block.arg, a.store.block.arg, frame, isUpper("potrs", uplo)));
  return deliver("potrs", likeColumns(x, b), options?.out);
}

/**
 * Returns the inverse of a matrix from its Cholesky factor (LAPACK potri).
 *
 * @param factor What {@linkcode potrf} returned. float32 or float64.
 * @param uplo Which triangle holds the factor: `"U"` above the diagonal, `"L"` below; `"U"` by default.
 * @param options `out` receives the result.
 * @returns [n, n].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If an element of the diagonal is 0.
 *
 * @example Usage
 * ```ts
 * import { potrf, potri, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(potri(potrf(tensor([[4, 0], [0, 2]]))), [[0.25, 0], [0, 0.5]]);
 * ```
 */
export function potri(factor: Tensor, uplo: Triangle = "U", options?: OutOption): Tensor {
  if (isRemote(factor)) return onHost(potri, [factor, uplo, options]);
  checkSquare("potri", "factor", factor);
  const r = columnMajorCopy(factor), { device } = r.store;
  put(0, r);
  device.check(device.symbols.tm_potri(r.store.block.arg, frame, isUpper("potri", uplo)));
  return deliver("potri", r, options?.out);
}

/**
 * Returns the Cholesky factor of a symmetric positive semidefinite matrix with its rows and columns exchanged (LAPACK pstrf).
 *
 * @param a [n, n], one triangle of it is read. float32 or float64.
 * @param uplo Which triangle is read and holds the factor: `"U"` above the diagonal, `"L"` below; `"U"` by default.
 * @param tol What counts as 0; a negative number stands for n · ε · the largest element of the diagonal, which is the default.
 * @returns The factor [n, n], whose rows (or columns, for `"L"`) from the rank on are to be left out; where its columns were (int32, from 0);
 * and the rank.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { pstrf, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [factor, pivots, rank] = pstrf(tensor([[1, 2], [2, 4]]));
 * assertClose(factor.narrow(0, 0, rank), [[2, 1]]);
 * assertClose(pivots, [1, 0]);
 * ```
 */
export function pstrf(a: Tensor, uplo: Triangle = "U", tol = -1): [Tensor, Tensor, number] {
  if (isRemote(a)) return onHost(pstrf, [a, uplo, tol]);
  checkSquare("pstrf", "a", a);
  const r = columnMajorCopy(a), pivots = fresh(dtypeCode("int32"), [a.shape[0]!], a.store.device), { device } = a.store;
  put(0, r);
  put(1, pivots);
  device.check(device.symbols.tm_pstrf(r.store.block.arg, pivots.store.block.arg, frame, isUpper("pstrf", uplo), tol));
  const rank = result();
  return [r, pivots.csub(1), rank];
}
