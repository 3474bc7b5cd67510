// LU factors and determinants.
import { tril, triu } from "./diagonal.ts";
import { fresh, freshZero } from "./make.ts";
import { checkMatrix, checkSquare, factor } from "./matrix.ts";
import { eye } from "./sequences.ts";
import { isRemote, onHost } from "./on_host.ts";
import type { Tensor } from "./tensor.ts";
import { narrow } from "./view.ts";

/**
 * Returns the factors a = p l u, by exchanging rows (LAPACK getrf).
 *
 * @param a [m, n]. float32 or float64.
 * @returns A permutation [m, m], a lower triangle with ones on its diagonal [m, k] and an upper one [k, n], k = min(m, n).
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { lu, mm, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const a = tensor([[1, 2], [3, 4]]), [p, l, u] = lu(a);
 * assertClose(mm(mm(p, l), u), a, { absolute: 1e-6 });
 * ```
 */
export function lu(a: Tensor): [Tensor, Tensor, Tensor] {
  if (isRemote(a)) return onHost(lu, [a]);
  checkMatrix("lu", "a", a);
  const [m, n] = a.shape as [number, number], k = Math.min(m, n), { code, device } = a.store;
  const p = freshZero(code, [m, m], device);
  if (m * n === 0) {
    return [
      m === 0 ? p : eye(m, m, { dtype: a.dtype, device }),
      fresh(code, [m, k], device),
      fresh(code, [k, n], device),
    ];
  }
  const [factors, exchanged] = factor(a), order = Array.from({ length: m }, (_, i) => i);
  exchanged.forEach((row, i) => [order[i], order[row]] = [order[row]!, order[i]!]);
  order.forEach((row, i) => p.set(row, i, 1));
  const l = tril(narrow(factors, 1, 0, k), -1);
  for (let i = 0; i < k; i++) l.set(i, i, 1);
  return [p, l, triu(narrow(factors, 0, 0, k))];
}

/** The sign of a determinant, and the elements whose product is its size; those of the transpose, which needs no transposed copy. */
function pivotsOf(a: Tensor): [number, number[]] {
  const [factors, exchanged] = factor(a.t()), elements = Array.from(exchanged, (_, i) => factors.get(i, i));
  return [exchanged.reduce((sign, row, i) => row === i ? sign : -sign, 1), elements];
}

/**
 * Returns the determinant of a square matrix; 1 for one without elements.
 *
 * @param a [n, n]. float32 or float64.
 * @returns The determinant.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { det, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(det(tensor([[1, 2], [3, 4]])), -2, { absolute: 1e-6 });
 * ```
 */
export function det(a: Tensor): number {
  if (isRemote(a)) return onHost(det, [a]);
  checkSquare("det", "a", a);
  if (a.count === 0) return 1;
  const [sign, elements] = pivotsOf(a);
  return elements.reduce((product, x) => product * x, sign);
}

/**
 * Returns the logarithm of the determinant of a square matrix; NaN where that is negative, −Infinity where it is 0.
 *
 * @param a [n, n]. float32 or float64.
 * @returns ln det a.
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { logdet, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(logdet(tensor([[2, 0], [0, 3]])), Math.log(6), { absolute: 1e-6 });
 * ```
 */
export function logdet(a: Tensor): number {
  if (isRemote(a)) return onHost(logdet, [a]);
  checkSquare("logdet", "a", a);
  if (a.count === 0) return 0;
  const [first, elements] = pivotsOf(a), sign = elements.reduce((s, x) => x < 0 ? -s : s, first);
  return sign < 0 && !elements.includes(0) ? NaN : elements.reduce((total, x) => total + Math.log(Math.abs(x)), 0);
}
