// Masks of 0 and 1, and where elements are not 0.
import { broadcastSize, broadcastStrides } from "./broadcast.ts";
import { checkSameType, checkSize, checkWritable, describe, sameSize, sameType } from "./check.ts";
import { BOOL, INT64, UINT8 } from "./codes.ts";
import { apart, clone } from "./copy.ts";
import { frame, put, putView, result } from "./frame.ts";
import { fresh, receiver } from "./make.ts";
import { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

function checkMask(caller: string, mask: Tensor): void {
  if (!(mask instanceof Tensor)) {
    throw new TypeError(`Cannot run ${caller}: mask must be a tensor but is ${describe(mask)}`);
  }
  const { code } = mask.store;
  if (code !== UINT8 && code !== BOOL) {
    throw new TypeError(`Cannot run ${caller}: mask must be uint8 or bool but is ${mask.dtype}`);
  }
}

/** Returns how many elements are not 0. */
function countOf(x: Tensor): number {
  const { device } = x.store;
  put(0, x);
  device.check(device.symbols.tm_count(x.store.block.arg, frame));
  return result();
}

/** The mask, stretched to x. */
function maskFor(caller: string, x: Tensor, mask: Tensor): Tensor {
  checkMask(caller, mask);
  if (sameSize(mask.shape, x.shape)) return mask.contiguous();
  const size = broadcastSize(caller, x.shape, mask.shape);
  if (!sameSize(size, x.shape)) checkSize(caller, "mask", mask, x.shape);
  return mask.expand(x.shape).contiguous();
}

/**
 * Returns the elements where a mask is 1, in row-major order.
 *
 * @param x Any size and dtype.
 * @param mask uint8 or bool, of the size of `x`, or of one that stretches to it.
 * @param options `out` receives the result.
 * @returns 1-D; of size 0 if the mask is 0 everywhere.
 * @throws {TypeError} If the mask has another dtype or does not fit.
 * @throws {NativeError} If it holds something else than 0 and 1.
 *
 * @example Usage
 * ```ts
 * import { gt, maskedSelect, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 5], [3, 2]]);
 * assertEquals(maskedSelect(x, gt(x, 2)).toArray(), [5, 3]);
 * ```
 */
export function maskedSelect(x: Tensor, mask: Tensor, options?: OutOption): Tensor {
  const chosen = maskFor("maskedSelect", x, mask), source = x.contiguous(), { code, device } = x.store;
  const r = fresh(code, [countOf(chosen)], device);
  put(0, r);
  put(1, source);
  put(2, chosen);
  const status = device.symbols.tm_masked_select(
    r.store.block.arg,
    source.store.block.arg,
    chosen.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
  return options?.out === undefined ? r : receiver("maskedSelect", options.out, code, r.shape, device).copy(r);
}

/** Writes the elements of `source` to where a mask is 1, in place. */
function maskedCopyInto(r: Tensor, mask: Tensor, source: Tensor): Tensor {
  const chosen = maskFor("maskedCopy", r, mask), { device } = r.store;
  if (!sameType(r, source)) checkSameType("maskedCopy", { "the tensor": r, source });
  checkWritable("maskedCopy", "the tensor", r);
  const flat = r.dense ? r : clone(r), x = apart(r, source).contiguous(), bits = apart(r, chosen);
  put(0, flat);
  put(1, x);
  put(2, bits);
  const status = device.symbols.tm_masked_copy(flat.store.block.arg, x.store.block.arg, bits.store.block.arg, frame);
  if (status !== 0) throw device.error(status);
  return r.dense ? r : r.copy(flat);
}

/**
 * Returns `x` where the elements at which a mask is 1 are the first ones of `source`, one after another.
 *
 * @param x Any size and dtype; it is left alone.
 * @param mask uint8 or bool, of the size of `x`, or of one that stretches to it.
 * @param source At least as many elements as the mask has ones, of the dtype of `x`.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 * @throws {NativeError} If there are too few elements.
 *
 * @example Usage
 * ```ts
 * import { maskedCopy, tensor, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const mask = tensor([1, 0, 1], { dtype: "uint8" });
 * assertEquals(maskedCopy(zeros([3]), mask, tensor([7, 8])).toArray(), [7, 0, 8]);
 * ```
 */
export function maskedCopy(x: Tensor, mask: Tensor, source: Tensor, options?: OutOption): Tensor {
  const out = options?.out;
  if (out === undefined || out === x) return maskedCopyInto(out ?? clone(x), mask, source);
  if (mask.store === out.store) mask = clone(mask);
  if (source.store === out.store) source = clone(source);
  return maskedCopyInto(receiver("maskedCopy", out, x.store.code, x.shape, x.store.device).copy(x), mask, source);
}

function numberLike(x: Tensor, value: number): Tensor {
  return fresh(x.store.code, [1], x.store.device).fill(value);
}

/** r = mask ? x : y, where all are stretched to r. */
function choose(caller: string, r: Tensor, mask: Tensor, x: Tensor, y: Tensor): Tensor {
  if (!r.dense) checkWritable(caller, "the result", r);
  const { shape, store } = r, { device } = store;
  put(0, r);
  [mask, x, y].forEach((t, k) =>
    putView(k + 1, t, shape, sameSize(t.shape, shape) ? t.strides : broadcastStrides(t, shape))
  );
  const status = device.symbols.tm_where(
    store.block.arg,
    mask.store.block.arg,
    x.store.block.arg,
    y.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
  return r;
}

/**
 * Returns `x` with a number where a mask is 1.
 *
 * @param x Any size and dtype; it is left alone.
 * @param mask uint8 or bool, of the size of `x`, or of one that stretches to it.
 * @param value The number.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { lt, maskedFill, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([-1, 2, -3]);
 * assertEquals(maskedFill(x, lt(x, 0), 0).toArray(), [0, 2, 0]);
 * ```
 */
export function maskedFill(x: Tensor, mask: Tensor, value: number, options?: OutOption): Tensor {
  const chosen = maskFor("maskedFill", x, mask).view(x.shape),
    r = receiver("maskedFill", options?.out, x.store.code, x.shape, x.store.device);
  return choose("maskedFill", r, apart(r, chosen), numberLike(x, value), apart(r, x));
}

/**
 * Returns the elements of `x` where a mask is 1, else those of `y`. Sizes are broadcast.
 *
 * @param mask uint8 or bool.
 * @param x A tensor or a number.
 * @param y A tensor of the dtype of `x`, or a number; one of the two is a tensor.
 * @param options `out` receives the result.
 * @returns Of the common size.
 * @throws {TypeError} If the sizes or the dtypes do not fit.
 *
 * @example Usage
 * ```ts
 * import { gt, tensor, where } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, -2, 3]);
 * assertEquals(where(gt(x, 0), x, 0).toArray(), [1, 0, 3]);
 * ```
 */
export function where(mask: Tensor, x: Tensor | number, y: Tensor | number, options?: OutOption): Tensor {
  checkMask("where", mask);
  const like = typeof x === "number" ? y : x;
  if (typeof like === "number") throw new TypeError("Cannot run where: x or y must be a tensor but both are numbers");
  const a = typeof x === "number" ? numberLike(like, x) : x, b = typeof y === "number" ? numberLike(like, y) : y;
  if (!sameType(a, b)) checkSameType("where", { x: a, y: b });
  let { shape } = mask;
  for (const operand of [x, y]) if (typeof operand !== "number") shape = broadcastSize("where", shape, operand.shape);
  const inputs = options?.out === undefined ? [mask, a, b] : [mask, a, b].map((t) => t === options.out ? t.clone() : t);
  const r = receiver("where", options?.out, like.store.code, shape, like.store.device);
  return choose("where", r, apart(r, inputs[0]!), apart(r, inputs[1]!), apart(r, inputs[2]!));
}

/**
 * Returns the subscripts of the elements that are not 0, in row-major order.
 *
 * @param x Any size and dtype.
 * @returns int64, [count, dimensions of x]; the empty tensor if there is none.
 *
 * @example Usage
 * ```ts
 * import { nonzero, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nonzero(tensor([[0, 5], [7, 0]])).toArray(), [[0, 1], [1, 0]]);
 * ```
 */
export function nonzero(x: Tensor): Tensor {
  const source = x.contiguous(),
    n = countOf(source),
    r = fresh(INT64, n === 0 ? [] : [n, x.shape.length], x.store.device),
    { device } = x.store;
  if (n === 0) return r;
  put(0, r);
  put(1, source);
  const status = device.symbols.tm_nonzero(r.store.block.arg, source.store.block.arg, frame);
  if (status !== 0) throw device.error(status);
  return r;
}
