// Orthogonal factors of matrices.
import { checkOneOf, checkSameType } from "./check.ts";
import { deliver } from "./copy.ts";
import { triu } from "./diagonal.ts";
import { frame, put } from "./frame.ts";
import { fresh } from "./make.ts";
import { checkMatrix, columnMajorCopy } from "./matrix.ts";
import { isRemote, onHost } from "./on_host.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";
import { narrow } from "./view.ts";

/**
 * Returns the factors of a matrix as LAPACK keeps them (geqrf): a = Q R.
 *
 * @param a [m, n]. float32 or float64.
 * @returns R on and above the diagonal of [m, n] with the reflectors of Q below it, and their factors τ [min(m, n)].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { geqrf, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [factors, tau] = geqrf(tensor([[3], [4]]));
 * assertClose(factors.get(0, 0), -5);
 * assertClose(tau.get(0), 1.6);
 * ```
 */
export function geqrf(a: Tensor): [Tensor, Tensor] {
  if (isRemote(a)) return onHost(geqrf, [a]);
  checkMatrix("geqrf", "a", a);
  const r = columnMajorCopy(a),
    tau = fresh(a.store.code, [Math.min(a.shape[0]!, a.shape[1]!)], a.store.device),
    { device } = a.store;
  put(0, r);
  put(1, tau);
  device.check(device.symbols.tm_geqrf(r.store.block.arg, tau.store.block.arg, frame));
  return [r, tau];
}

/**
 * Returns the orthogonal matrix of reflectors (LAPACK orgqr).
 *
 * @param a [m, n], m ≥ n, as {@linkcode geqrf} returned it.
 * @param tau [k], k ≤ n, as {@linkcode geqrf} returned it.
 * @param options `out` receives the result.
 * @returns The first n columns of Q, [m, n].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {NativeError} If there are more columns than rows or reflectors.
 *
 * @example Usage
 * ```ts
 * import { geqrf, orgqr, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(orgqr(...geqrf(tensor([[3], [4]]))), [[-0.6], [-0.8]]);
 * ```
 */
export function orgqr(a: Tensor, tau: Tensor, options?: OutOption): Tensor {
  if (isRemote(a)) return onHost(orgqr, [a, tau, options]);
  checkMatrix("orgqr", "a", a);
  checkSameType("orgqr", { a, tau });
  const q = columnMajorCopy(a), factors = tau.contiguous(), { device } = a.store;
  put(0, q);
  put(1, factors);
  device.check(device.symbols.tm_orgqr(q.store.block.arg, factors.store.block.arg, frame));
  return deliver("orgqr", q, options?.out);
}

/**
 * Returns the product of a matrix and the orthogonal matrix Q of reflectors (LAPACK ormqr).
 *
 * @param a [m, k], as {@linkcode geqrf} returned it.
 * @param tau As {@linkcode geqrf} returned it.
 * @param c The other factor.
 * @param side `"L"` for Q c, `"R"` for c Q; `"L"` by default.
 * @param trans `"T"` for the transposed Q; `"N"` by default.
 * @param options `out` receives the result.
 * @returns Sized like `c`.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { geqrf, ormqr, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [a, tau] = geqrf(tensor([[3], [4]]));
 * assertClose(ormqr(a, tau, tensor([[3], [4]]), "L", "T"), [[-5], [0]], { absolute: 1e-6 });
 * ```
 */
export function ormqr(
  a: Tensor,
  tau: Tensor,
  c: Tensor,
  side: "L" | "R" = "L",
  trans: "N" | "T" = "N",
  options?: OutOption,
): Tensor {
  if (isRemote(a)) return onHost(ormqr, [a, tau, c, side, trans, options]);
  checkOneOf("ormqr", "side", side, ["L", "R"]);
  checkOneOf("ormqr", "trans", trans, ["N", "T"]);
  checkMatrix("ormqr", "a", a);
  checkMatrix("ormqr", "c", c);
  checkSameType("ormqr", { a, tau, c });
  const r = columnMajorCopy(c), reflectors = columnMajorCopy(a), factors = tau.contiguous(), { device } = a.store;
  put(0, r);
  put(1, reflectors);
  put(2, factors);
  // deno-fmt-ignore
  device.check(device.symbols.tm_ormqr(r.store.block.arg, reflectors.store.block.arg, factors.store.block.arg, frame, +(side === "L"), +(trans === "T")));
  return deliver("ormqr", r, options?.out);
}

/**
 * Returns an orthogonal and a triangular factor: a = q r.
 *
 * @param a [m, n]. float32 or float64.
 * @returns q [m, k] and r [k, n] with k = min(m, n); elements of the diagonal of r may be negative.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { mm, qr, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const a = tensor([[1, 2], [3, 4], [5, 6]]), [q, r] = qr(a);
 * assertClose(mm(q, r), a, { absolute: 1e-5 });
 * ```
 */
export function qr(a: Tensor): [Tensor, Tensor] {
  if (isRemote(a)) return onHost(qr, [a]);
  const [factors, tau] = geqrf(a), k = tau.count;
  if (k === 0) {
    return [
      fresh(a.store.code, [a.shape[0]!, 0], a.store.device),
      fresh(a.store.code, [0, a.shape[1]!], a.store.device),
    ];
  }
  return [orgqr(narrow(factors, 1, 0, k), tau), triu(narrow(factors, 0, 0, k))];
}
