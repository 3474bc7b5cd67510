import { cdiv, cmax, norm, type Tensor } from "@taimatsu/tensor";

/** What stands for the largest magnitude of a row of zeros. */
const LEAST = 1e-30;

/**
 * Writes the p-norms of rows to `r`, [batch, 1]; powers are taken of fractions of the largest magnitude, so that no sum of them
 * exceeds the dtype.
 *
 * @param r Receives the norms, [batch, 1].
 * @param x Rows, [batch, n].
 * @param p From above 0 to `Infinity`.
 * @param fractions Is overwritten; sized like `x`, which it may be.
 * @param largest Is overwritten, [batch, 1].
 */
export function rowNorms(r: Tensor, x: Tensor, p: number, fractions: Tensor, largest: Tensor): Tensor {
  if (p === 1 || p === 2 || p === Infinity) return norm(x, p, 1, { out: r });
  cmax(norm(x, Infinity, 1, { out: largest }), LEAST, { out: largest });
  return norm(cdiv(x, largest, { out: fractions }), p, 1, { out: r }).cmul(largest);
}
