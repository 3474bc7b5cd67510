// LU factors of many matrices at once.
import { checkFloat, checkSameType, checkSize, formatSize } from "./check.ts";
import { dtypeCode, INT64 } from "./codes.ts";
import { clone, copyInto } from "./copy.ts";
import { index } from "./gather.ts";
import { fresh } from "./make.ts";
import { factor } from "./matrix.ts";
import { trtrs } from "./solve.ts";
import { isRemote, onHost } from "./on_host.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Factors each matrix of a batch by exchanging rows (LAPACK getrf).
 *
 * @param a [batch, n, n]. float32 or float64.
 * @returns The factors [batch, n, n], U on and above the diagonals, L below, and the rows exchanged with each row, [batch, n]
 * in int32.
 * @throws {TypeError} If the sizes do not fit or the dtype is not float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { btrifact, btrisolve, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [lu, pivots] = btrifact(tensor([[[2, 1], [1, 3]], [[1, 0], [0, 4]]]));
 * assertClose(btrisolve(tensor([[5, 10], [1, 2]]), lu, pivots), [[1, 3], [1, 0.5]]);
 * ```
 */
export function btrifact(a: Tensor): [Tensor, Tensor] {
  if (isRemote(a)) return onHost(btrifact, [a]);
  checkBatch("btrifact", "a", a);
  const [batch, n] = a.shape as [number, number, number], lu = fresh(a.store.code, a.shape, a.store.device);
  const pivots = fresh(dtypeCode("int32"), [batch, n], a.store.device);
  for (let k = 0; k < batch && n > 0; k++) {
    const [factors, exchanged] = factor(a.select(0, k));
    copyInto(lu.select(0, k), factors);
    (pivots.select(0, k).data as Int32Array).set(exchanged);
  }
  return [lu, pivots];
}

/**
 * Solves a x = b for each matrix of a batch that {@linkcode btrifact} factored.
 *
 * @param b [batch, n] or [batch, n, k].
 * @param lu The factors, of the dtype of `b`.
 * @param pivots The rows exchanged.
 * @returns Sized like `b`.
 * @throws {TypeError} If the sizes or dtypes do not fit.
 * @throws {RangeError} If a pivot is no row.
 * @throws {NativeError} If a matrix is singular.
 *
 * @example Usage
 * ```ts
 * import { btrifact, btrisolve, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const [lu, pivots] = btrifact(tensor([[[0, 2], [4, 0]]]));
 * assertClose(btrisolve(tensor([[2, 4]]), lu, pivots), [[1, 1]]);
 * ```
 */
export function btrisolve(b: Tensor, lu: Tensor, pivots: Tensor): Tensor {
  if (isRemote(b)) return onHost(btrisolve, [b, lu, pivots]);
  checkBatch("btrisolve", "lu", lu);
  checkSameType("btrisolve", { b, lu });
  const [batch, n] = lu.shape as [number, number, number];
  checkSize("btrisolve", "b", b, b.shape.length === 2 ? [batch, n] : [batch, n, "k"]);
  checkSize("btrisolve", "pivots", pivots, [batch, n]);
  if (pivots.dtype !== "int32") {
    throw new TypeError(`Cannot run btrisolve: pivots must be int32 but is ${pivots.dtype}`);
  }
  const x = clone(b);
  for (let k = 0; k < batch && b.count > 0; k++) {
    const rows = index(b.select(0, k), 0, orderOf(pivots.select(0, k)));
    const [half] = trtrs(rows, lu.select(0, k), { uplo: "L", diag: "U" });
    copyInto(x.select(0, k), trtrs(half, lu.select(0, k))[0]);
  }
  return x;
}

/** The order of the rows after all exchanges. */
function orderOf(pivots: Tensor): Tensor {
  const order = fresh(INT64, pivots.shape, pivots.store.device), n = order.count;
  for (let i = 0; i < n; i++) order.set(i, i);
  for (let i = 0; i < n; i++) {
    const row = pivots.get(i);
    if (row < 0 || row >= n) {
      throw new RangeError(`Cannot run btrisolve: pivots must be from 0 to ${n - 1} but one is ${row}`);
    }
    const other = order.get(row);
    order.set(row, order.get(i)).set(i, other);
  }
  return order;
}

function checkBatch(caller: string, name: string, x: Tensor): void {
  checkFloat(caller, name, x);
  checkSize(caller, name, x, ["batch", "n", "n"]);
  if (x.shape[1] !== x.shape[2]) {
    throw new TypeError(`Cannot run ${caller}: ${name} must hold square matrices but is ${formatSize(x.shape)}`);
  }
}
