// Running sums and products.
import { checkDim } from "./check.ts";
import { copyInto } from "./copy.ts";
import { frame, put } from "./frame.ts";
import { fresh, receiver } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

function scan(caller: string, x: Tensor, dim: number, product: boolean, options?: OutOption): Tensor {
  dim = checkDim(caller, "dim", dim, x.shape.length);
  const out = options?.out, source = x.contiguous(), { code, device } = x.store;
  const target = out === undefined ? undefined : receiver(caller, out, code, source.shape.slice(), device);
  const r = target?.dense && target.store !== source.store ? target : fresh(code, source.shape, device);
  put(0, r);
  put(1, source);
  const status = device.symbols.tm_scan(r.store.block.arg, source.store.block.arg, frame, dim, +product);
  if (status !== 0) throw device.error(status);
  return target === undefined || target === r ? r : copyInto(target, r);
}

/**
 * Returns running sums along a dimension: y[i] = x[0] + … + x[i].
 *
 * @param x Any size and numeric dtype; float32 is summed in float64.
 * @param dim The dimension; negative ones count from the end; the first by default, as in Torch7.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { cumsum, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cumsum(tensor([1, 2, 3])).toArray(), [1, 3, 6]);
 * ```
 */
export function cumsum(x: Tensor, dim = 0, options?: OutOption): Tensor {
  return scan("cumsum", x, dim, false, options);
}

/**
 * Returns running products along a dimension: y[i] = x[0] · … · x[i].
 *
 * @param x Any size and numeric dtype; float32 is multiplied in float64.
 * @param dim The dimension; negative ones count from the end; the first by default, as in Torch7.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { cumprod, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cumprod(tensor([[1, 2, 3]]), 1).toArray(), [[1, 2, 6]]);
 * ```
 */
export function cumprod(x: Tensor, dim = 0, options?: OutOption): Tensor {
  return scan("cumprod", x, dim, true, options);
}
