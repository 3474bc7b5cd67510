// Linear systems: solving, inverting, least squares.
import { checkOneOf, checkSameType } from "./check.ts";
import { deliver } from "./copy.ts";
import { frame, put } from "./frame.ts";
import { checkMatrix, checkSquare, columnMajorCopy, columnsOf, likeColumns } from "./matrix.ts";
import { isRemote, onHost } from "./on_host.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Options of {@linkcode trtrs}. */
export interface TriangularOptions extends OutOption {
  /** Which triangle is read: `"U"` above the diagonal, `"L"` below; `"U"` by default. */
  uplo?: "U" | "L";
  /** `"T"` solves with the transposed matrix; `"N"` by default. */
  trans?: "N" | "T";
  /** `"U"` takes the diagonal as ones; `"N"` by default. */
  diag?: "N" | "U";
}

/**
 * Solves a x = b by LU factors with row exchanges (LAPACK gesv).
 *
 * @param b [n, k] or [n]. float32 or float64.
 * @param a [n, n], of the dtype of `b`.
 * @returns The solution, sized like `b`, and the factors [n, n]: U on and above the diagonal, L below.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is singular.
 *
 * @example Usage
 * ```ts
 * import { gesv, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [x] = gesv(tensor([5, 10]), tensor([[2, 1], [1, 3]]));
 * assertClose(x, [1, 3]);
 * ```
 */
export function gesv(b: Tensor, a: Tensor): [Tensor, Tensor] {
  if (isRemote(b)) return onHost(gesv, [b, a]);
  checkSquare("gesv", "a", a);
  checkSameType("gesv", { b, a });
  const x = columnMajorCopy(columnsOf("gesv", b, a.shape[0]!)), lu = columnMajorCopy(a), { device } = a.store;
  put(0, x);
  put(1, lu);
  device.check(device.symbols.tm_gesv(x.store.block.arg, lu.store.block.arg, frame));
  return [likeColumns(x, b), lu];
}

/**
 * Solves a x = b; the arguments stand as in NumPy and PyTorch.
 *
 * @param a [n, n]. float32 or float64.
 * @param b [n, k] or [n], of the dtype of `a`.
 * @param options `out` receives the result.
 * @returns Sized like `b`.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is singular.
 *
 * @example Usage
 * ```ts
 * import { solve, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(solve(tensor([[2, 1], [1, 3]]), tensor([5, 10])), [1, 3]);
 * ```
 */
export function solve(a: Tensor, b: Tensor, options?: OutOption): Tensor {
  if (isRemote(a)) return onHost(solve, [a, b, options]);
  return deliver("solve", gesv(b, a)[0], options?.out);
}

/**
 * Solves a x = b where a is a triangle (LAPACK trtrs).
 *
 * @param b [n, k] or [n]. float32 or float64.
 * @param a [n, n], of the dtype of `b`; one triangle of it is read.
 * @param options Which triangle, whether it is transposed, whether its diagonal is ones; `out` receives the result.
 * @returns The solution, sized like `b`, and `a`.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If an element of the diagonal is 0.
 *
 * @example Usage
 * ```ts
 * import { tensor, trtrs } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [x] = trtrs(tensor([4, 6]), tensor([[2, 1], [0, 3]]));
 * assertClose(x, [1, 2]);
 * ```
 */
export function trtrs(b: Tensor, a: Tensor, options?: TriangularOptions): [Tensor, Tensor] {
  if (isRemote(b)) return onHost(trtrs, [b, a, options]);
  const { uplo = "U", trans = "N", diag = "N", out } = options ?? {};
  checkOneOf("trtrs", "uplo", uplo, ["U", "L"]);
  checkOneOf("trtrs", "trans", trans, ["N", "T"]);
  checkOneOf("trtrs", "diag", diag, ["N", "U"]);
  checkSquare("trtrs", "a", a);
  checkSameType("trtrs", { b, a });
  const x = columnMajorCopy(columnsOf("trtrs", b, a.shape[0]!)), triangle = columnMajorCopy(a), { device } = a.store;
  put(0, x);
  put(1, triangle);
  // deno-fmt-ignore
  device.check(device.symbols.tm_trtrs(x.store.block.arg, triangle.store.block.arg, frame, +(uplo === "U"), +(trans === "T"), +(diag === "U")));
  return [deliver("trtrs", likeColumns(x, b), out), a];
}

/**
 * Returns the inverse of a square, finite matrix (LAPACK getrf, getri).
 *
 * @param a [n, n]. float32 or float64.
 * @param options `out` receives the result.
 * @returns [n, n].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix is singular.
 *
 * @example Usage
 * ```ts
 * import { inverse, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(inverse(tensor([[2, 0], [0, 4]])), [[0.5, 0], [0, 0.25]]);
 * ```
 */
export function inverse(a: Tensor, options?: OutOption): Tensor {
  if (isRemote(a)) return onHost(inverse, [a, options]);
  checkSquare("inverse", "a", a);
  const r = columnMajorCopy(a), { device } = a.store;
  put(0, r);
  device.check(device.symbols.tm_inverse(r.store.block.arg, frame));
  return deliver("inverse", r, options?.out);
}

/**
 * Returns the x for which ‖a x − b‖ is least, or, if there are fewer equations than unknowns, the shortest x with a x = b (LAPACK
 * gels). The matrix must have full rank.
 *
 * @param b [m, k] or [m]. float32 or float64.
 * @param a [m, n], of the dtype of `b`.
 * @returns The solution, [n, k] or [n], and the factors of `a`.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix has no full rank or is not finite.
 *
 * @example Usage
 * ```ts
 * import { gels, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [x] = gels(tensor([1, 2, 3]), tensor([[1], [1], [1]]));
 * assertClose(x, [2]);
 * ```
 */
export function gels(b: Tensor, a: Tensor): [Tensor, Tensor] {
  if (isRemote(b)) return onHost(gels, [b, a]);
  checkMatrix("gels", "a", a);
  checkSameType("gels", { b, a });
  const [m, n] = a.shape as [number, number], x = columnMajorCopy(columnsOf("gels", b, m), Math.max(m, n));
  const factors = columnMajorCopy(a), { device } = a.store;
  put(0, x);
  put(1, factors);
  device.check(device.symbols.tm_gels(x.store.block.arg, factors.store.block.arg, frame));
  return [likeColumns(x.narrow(0, 0, n), b), factors];
}

/**
 * Returns the x for which ‖a x − b‖ is least, or the shortest x with a x = b; the arguments stand as in NumPy and PyTorch.
 *
 * @param a [m, n], of full rank. float32 or float64.
 * @param b [m, k] or [m], of the dtype of `a`.
 * @param options `out` receives the result.
 * @returns [n, k] or [n].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If the matrix has no full rank or is not finite.
 *
 * @example Usage
 * ```ts
 * import { lstsq, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(lstsq(tensor([[1], [1], [1]]), tensor([1, 2, 3])), [2]);
 * ```
 */
export function lstsq(a: Tensor, b: Tensor, options?: OutOption): Tensor {
  if (isRemote(a)) return onHost(lstsq, [a, b, options]);
  return deliver("lstsq", gels(b, a)[0], options?.out);
}
