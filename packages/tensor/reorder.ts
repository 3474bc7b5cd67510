// Elements in another order along dimensions: reversed, rolled.
import { checkDim, checkInteger, checkTensor, describe } from "./check.ts";
import { copyInto } from "./copy.ts";
import { receiver, viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";
import { narrow } from "./view.ts";

/**
 * Returns a copy with some dimensions reversed.
 *
 * @param x Any size and dtype.
 * @param dims The dimensions; all by default.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { flip, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(flip(tensor([[1, 2], [3, 4]]), [1]).toArray(), [[2, 1], [4, 3]]);
 * ```
 */
export function flip(x: Tensor, dims?: number | readonly number[], options?: OutOption): Tensor {
  checkTensor("flip", "x", x);
  if (dims !== undefined && typeof dims !== "number" && !Array.isArray(dims)) {
    throw new TypeError(`Cannot run flip: dims must be a dimension or a list of them but is ${describe(dims)}`);
  }
  const list: readonly number[] = dims === undefined
    ? x.shape.map((_, d) => d)
    : typeof dims === "number"
    ? [dims]
    : dims;
  const strides = x.strides.slice(),
    reversed = new Set(list.map((d) => checkDim("flip", "a dimension", d, x.shape.length)));
  let { offset } = x;
  for (const d of reversed) {
    offset += Math.max(0, x.shape[d]! - 1) * strides[d]!;
    strides[d] = -strides[d]!;
  }
  const view = viewAt(x, x.shape, strides, offset);
  return copyInto(receiver("flip", options?.out, x.store.code, x.shape, x.store.device), view);
}

/**
 * Returns a copy moved along dimensions; what leaves at one end comes in at the other.
 *
 * @param x Any size and dtype.
 * @param shift By how many entries, towards the end if positive.
 * @param dim The dimension, or the elements in row-major order if left out.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { roll, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(roll(tensor([1, 2, 3]), 1).toArray(), [3, 1, 2]);
 * assertEquals(roll(tensor([[1, 2], [3, 4]]), 1, 0).toArray(), [[3, 4], [1, 2]]);
 * ```
 */
export function roll(x: Tensor, shift: number, dim?: number, options?: OutOption): Tensor {
  checkInteger("roll", "shift", shift, -Infinity);
  if (dim === undefined) {
    const flat = x.contiguous().view(x.count),
      r = x.shape.length === 0 ? x.clone() : roll(flat, shift, 0).view(x.shape);
    return options?.out === undefined
      ? r
      : receiver("roll", options.out, x.store.code, x.shape, x.store.device).copy(r);
  }
  dim = checkDim("roll", "dim", dim, x.shape.length);
  const source = options?.out?.store === x.store ? x.clone() : x,
    r = receiver("roll", options?.out, x.store.code, x.shape, x.store.device);
  const n = x.shape[dim]!, by = n === 0 ? 0 : ((shift % n) + n) % n;
  if (by > 0) copyInto(narrow(r, dim, 0, by), narrow(source, dim, n - by, by));
  if (n > by) copyInto(narrow(r, dim, by, n - by), narrow(source, dim, 0, n - by));
  return r;
}
