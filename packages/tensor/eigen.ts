// Eigenvalues and singular values, and what is computed by them.
import { cmul } from "./arithmetic.ts";
import { deliver } from "./copy.ts";
import { mm } from "./blas.ts";
import { checkOneOf } from "./check.ts";
import { gt } from "./compare.ts";
import { frame, put, skip } from "./frame.ts";
import { fresh } from "./make.ts";
import type { Triangle } from "./cholesky.ts";
import { checkMatrix, checkSquare, columnMajor, columnMajorCopy } from "./matrix.ts";
import { sum } from "./reduce.ts";
import { isRemote, onHost } from "./on_host.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Whether eigenvectors are wanted (`"V"`) or not (`"N"`). */
export type EigenvectorMode = "N" | "V";

/**
 * Returns the eigenvalues, and eigenvectors, of a symmetric matrix (LAPACK syevd).
 *
 * @param a [n, n], one triangle of it is read. float32 or float64.
 * @param mode `"V"` for eigenvectors too; `"N"` by default.
 * @param uplo Which triangle is read: `"U"` above the diagonal, `"L"` below; `"U"` by default.
 * @returns The eigenvalues [n], ascending; and the eigenvectors as columns [n, n], zeros for `"N"`.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is not finite.
 *
 * @example Usage
 * ```ts
 * import { symeig, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [values, vectors] = symeig(tensor([[2, 0], [0, 1]]), "V");
 * assertClose(values, [1, 2]);
 * assertClose(vectors.abs(), [[0, 1], [1, 0]]);
 * ```
 */
export function symeig(a: Tensor, mode: EigenvectorMode = "N", uplo: Triangle = "U"): [Tensor, Tensor] {
  if (isRemote(a)) return onHost(symeig, [a, mode, uplo]);
  checkOneOf("symeig", "mode", mode, ["N", "V"]);
  checkOneOf("symeig", "uplo", uplo, ["U", "L"]);
  checkSquare("symeig", "a", a);
  const vectors = columnMajorCopy(a), values = fresh(a.store.code, [a.shape[0]!], a.store.device), { device } = a.store;
  put(0, values);
  put(1, vectors);
  // deno-fmt-ignore
  device.check(device.symbols.tm_symeig(values.store.block.arg, vectors.store.block.arg, frame, +(mode === "V"), +(uplo === "U")));
  return [values, mode === "V" ? vectors : vectors.zero()];
}

/**
 * Returns the eigenvalues, and right eigenvectors, of a square matrix (LAPACK geev).
 *
 * @param a [n, n]. float32 or float64.
 * @param mode `"V"` for eigenvectors too; `"N"` by default.
 * @returns The eigenvalues [n, 2]: real and imaginary parts; and the eigenvectors as columns [n, n], empty for `"N"`. A pair of complex
 * eigenvalues has its vector’s real part in one column and the imaginary part in the next.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is not finite.
 *
 * @example Usage
 * ```ts
 * import { eig, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(eig(tensor([[0, 1], [-1, 0]]))[0], [[0, 1], [0, -1]]); // ±i
 * ```
 */
export function eig(a: Tensor, mode: EigenvectorMode = "N"): [Tensor, Tensor] {
  if (isRemote(a)) return onHost(eig, [a, mode]);
  checkOneOf("eig", "mode", mode, ["N", "V"]);
  checkSquare("eig", "a", a);
  const n = a.shape[0]!, { code, device } = a.store, matrix = columnMajorCopy(a), values = fresh(code, [n, 2], device);
  const vectors = mode === "V" ? columnMajor(a.store, n, n) : fresh(code, [0], device);
  put(0, values);
  if (mode === "V") put(1, vectors);
  else skip(1);
  put(2, matrix);
  // deno-fmt-ignore
  device.check(device.symbols.tm_eig(values.store.block.arg, mode === "V" ? vectors.store.block.arg : null, matrix.store.block.arg, frame));
  return [values, vectors];
}

/**
 * Returns the singular value decomposition a = u · diag(s) · vᵀ (LAPACK gesdd).
 *
 * @param a [m, n]. float32 or float64.
 * @param mode `"S"` for the min(m, n) singular vectors that belong to singular values, `"A"` for all; `"S"` by default.
 * @returns u [m, k], s [k], descending, and v [n, k] with k = min(m, n); for `"A"` u is [m, m] and v is [n, n].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is not finite.
 *
 * @example Usage
 * ```ts
 * import { svd, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [u, s, v] = svd(tensor([[3, 0], [0, 5]]));
 * assertClose(s, [5, 3]);
 * assertClose(u.abs(), [[0, 1], [1, 0]]);
 * assertClose(v.abs(), [[0, 1], [1, 0]]);
 * ```
 */
export function svd(a: Tensor, mode: "S" | "A" = "S"): [Tensor, Tensor, Tensor] {
  if (isRemote(a)) return onHost(svd, [a, mode]);
  checkOneOf("svd", "mode", mode, ["S", "A"]);
  checkMatrix("svd", "a", a);
  const [m, n] = a.shape as [number, number], k = Math.min(m, n), all = mode === "A", { code, device } = a.store;
  const u = columnMajor(a.store, m, all ? m : k),
    s = fresh(code, [k], device),
    vt = columnMajor(a.store, all ? n : k, n);
  const matrix = columnMajorCopy(a);
  put(0, u);
  put(1, s);
  put(2, vt);
  put(3, matrix);
  // deno-fmt-ignore
  device.check(device.symbols.tm_svd(u.store.block.arg, s.store.block.arg, vt.store.block.arg, matrix.store.block.arg, frame, +all));
  return [u, s, vt.t()];
}

/** What counts as 0 beside the largest singular value. */
function tolerance(a: Tensor, rcond: number | undefined): number {
  return rcond ?? Math.max(a.shape[0]!, a.shape[1]!) * (a.dtype === "float32" ? 2 ** -23 : 2 ** -52);
}

/**
 * Returns the pseudo-inverse of Moore and Penrose.
 *
 * @param a [m, n]. float32 or float64.
 * @param rcond Singular values up to this share of the largest count as 0; max(m, n) · ε by default.
 * @param options `out` receives the result.
 * @returns [n, m].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is not finite.
 *
 * @example Usage
 * ```ts
 * import { pinv, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(pinv(tensor([[2, 0], [0, 0]])), [[0.5, 0], [0, 0]]);
 * ```
 */
export function pinv(a: Tensor, rcond?: number, options?: OutOption): Tensor {
  if (isRemote(a)) return onHost(pinv, [a, rcond, options]);
  const [u, s, v] = svd(a), least = s.count === 0 ? 0 : s.get(0) * tolerance(a, rcond);
  const inverse = s.clone().apply((x) => x > least ? 1 / x : 0);
  return deliver(
    "pinv",
    s.count === 0 ? fresh(a.store.code, [a.shape[1]!, a.shape[0]!], a.store.device) : mm(cmul(v, inverse), u.t()),
    options?.out,
  );
}

/**
 * Returns the rank of a matrix: how many singular values are not 0.
 *
 * @param a [m, n]. float32 or float64.
 * @param rcond Singular values up to this share of the largest count as 0; max(m, n) · ε by default.
 * @returns The rank.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is not finite.
 *
 * @example Usage
 * ```ts
 * import { matrixRank, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(matrixRank(tensor([[1, 2], [2, 4]])), 1);
 * ```
 */
export function matrixRank(a: Tensor, rcond?: number): number {
  if (isRemote(a)) return onHost(matrixRank, [a, rcond]);
  const s = svd(a)[1];
  return s.count === 0 ? 0 : sum(gt(s, s.get(0) * tolerance(a, rcond)));
}
