// The exponential of a matrix.
import { add, csub, mul } from "./arithmetic.ts";
import { deliver } from "./copy.ts";
import { mm } from "./blas.ts";
import { checkFinite } from "./check.ts";
import { checkSquare } from "./matrix.ts";
import { abs } from "./pointwise.ts";
import { max, sum } from "./reduce.ts";
import { eye } from "./sequences.ts";
import { solve } from "./solve.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Coefficients of the Padé approximant of degree 13, and the norm up to which it is exact in float64 (N. J. Higham, 2005). */
// deno-fmt-ignore
const PADE = [64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
  33522128640, 1323241920, 40840800, 960960, 16380, 182, 1], LIMIT = 5.371920351148152;

/**
 * Returns the exponential Σ aᵏ / k! of a square matrix, by scaling, squaring and a Padé approximant (N. J. Higham, 2005).
 *
 * @param a [n, n], finite. float32 or float64.
 * @param options `out` receives the result.
 * @returns [n, n].
 * @throws {TypeError} If the sizes do not fit or a dtype is not float32 or float64.
 * @throws {RangeError} If the matrix is not finite.
 *
 * @example Usage
 * ```ts
 * import { expm, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(expm(tensor([[0, 1], [0, 0]])), [[1, 1], [0, 1]]);
 * ```
 */
export function expm(a: Tensor, options?: OutOption): Tensor {
  checkSquare("expm", "a", a);
  if (a.count === 0) return deliver("expm", a.clone(), options?.out);
  const norm = max(sum(abs(a), 0));
  checkFinite("expm", "the norm of a", norm);
  const halvings = Math.max(0, Math.ceil(Math.log2(norm / LIMIT)));
  const x = a.double().clone().mul(2 ** -halvings), x2 = mm(x, x), x4 = mm(x2, x2), x6 = mm(x4, x2);
  const one = eye(a.shape[0]!, a.shape[0]!, { dtype: "float64", device: a.device }), powers = [one, x2, x4, x6];
  const polynomial = (first: number): Tensor => {
    const low = mul(one, 0), high = mul(one, 0);
    powers.forEach((p, i) => low.add(PADE[first + 2 * i]!, p));
    powers.slice(1).forEach((p, i) => high.add(PADE[first + 8 + 2 * i]!, p));
    return add(mm(x6, high), low);
  };
  const even = polynomial(0), odd = mm(x, polynomial(1));
  let r = solve(csub(even, odd), add(even, odd));
  for (let i = 0; i < halvings; i++) r = mm(r, r);
  return deliver("expm", r.to(a.dtype), options?.out);
}
