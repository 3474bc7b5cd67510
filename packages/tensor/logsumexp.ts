// ln Σ e^x without overflow.
import { add, csub } from "./arithmetic.ts";
import { checkDim, checkFloat } from "./check.ts";
import { deliver } from "./copy.ts";
import { eq } from "./compare.ts";
import { maskedFill } from "./masks.ts";
import { abs, exp, log } from "./pointwise.ts";
import { max, sum } from "./reduce.ts";
import type { Tensor } from "./tensor.ts";
import type { ReduceOptions } from "./types.ts";
import { squeeze } from "./view.ts";

/**
 * Returns ln Σ e^x over all elements.
 *
 * @param x Any size, at least one element. float32 or float64.
 *
 * @example Usage
 * ```ts
 * import { logsumexp, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(logsumexp(tensor([1000, 1000])), 1000 + Math.log(2));
 * ```
 */
export function logsumexp(x: Tensor): number;
/**
 * Returns ln Σ e^x along a dimension.
 *
 * @param x Any size. float32 or float64.
 * @param dim The dimension; negative ones count from the end.
 * @param options Where the result goes, and whether the dimension stays.
 * @returns The result: sized like `x`, with size 1 in `dim`, or without `dim` if `keepDim` is false.
 *
 * @example Usage
 * ```ts
 * import { logsumexp, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(logsumexp(tensor([[0, 0], [3, 3]]), 1), [[Math.log(2)], [3 + Math.log(2)]]);
 * ```
 */
export function logsumexp(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function logsumexp(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  checkFloat("logsumexp", "x", x);
  if (dim === undefined) return x.count === 0 ? -Infinity : logsumexp(x.contiguous().view(1, x.count), 1).item();
  dim = checkDim("logsumexp", "dim", dim, x.shape.length);
  if (x.shape[dim] === 0) {
    return deliver("logsumexp", sum(x, dim, { keepDim: options?.keepDim ?? true }).fill(-Infinity), options?.out);
  }
  // Infinities are subtracted from nothing, or inf − inf would be NaN.
  const most = max(x, dim)[0], base = maskedFill(most, eq(abs(most), Infinity), 0), shifted = csub(x, base);
  const total = sum(exp(shifted, { out: shifted }), dim), r = add(log(total, { out: total }), base, { out: total });
  const shaped = options?.keepDim === false ? squeeze(r, dim) : r, out = options?.out;
  return deliver("logsumexp", shaped, out);
}
