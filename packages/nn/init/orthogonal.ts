import { checkFinite, empty, qr, sign, type Tensor } from "@taimatsu/tensor";
import { fansFor, type InitializerOptions } from "./fans.ts";

/**
 * Makes the rows of the weights orthogonal to each other and of length `gain`, or the columns where there are fewer of them;
 * further dimensions count as columns. The directions are random.
 *
 * Saxe, McClelland and Ganguli, "Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Neural Networks", 2014.
 *
 * @param weight Weights [outputs, inputs, …], changed in place.
 * @returns `weight`.
 * @throws {TypeError} If there are fewer than 2 dimensions.
 *
 * @example Usage
 * ```ts
 * import { init, Linear } from "@taimatsu/nn";
 * import { eye, mm } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const { weight } = new Linear(5, 3, true, { dtype: "float64" });
 * init.orthogonal(weight);
 * assertClose(mm(weight, weight.t()), eye(3, 3, { dtype: "float64" }), { absolute: 1e-12 });
 * ```
 */
export function orthogonal(weight: Tensor, { gain = 1, generator }: InitializerOptions = {}): Tensor {
  fansFor("orthogonal", weight);
  checkFinite("orthogonal", "gain", gain);
  const rows = weight.size(0), columns = weight.nElement() / rows, wide = rows < columns;
  const size = wide ? [columns, rows] : [rows, columns];
  const [q, r] = qr(empty(size, { dtype: weight.dtype }).normal(0, 1, generator && { generator }));
  // With the signs of the diagonal every direction is equally likely.
  q.cmul(sign(r.diag()).view(1, size[1]!).expand(size)).mul(gain);
  return weight.copy((wide ? q.t() : q).contiguous().view(weight.size()));
}
