// Comparison and logic: results are 0 or 1, in uint8 unless `out` says otherwise.
import { checkSameType, sameSize, sameType } from "./check.ts";
import { compareInto } from "./elementwise.ts";
import { frame, put, result } from "./frame.ts";
import { op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

const OPS = {
  lt: op("compare", "lt"),
  le: op("compare", "le"),
  gt: op("compare", "gt"),
  ge: op("compare", "ge"),
  eq: op("compare", "eq"),
  ne: op("compare", "ne"),
  logicalAnd: op("compare", "logicalAnd"),
  logicalOr: op("compare", "logicalOr"),
  logicalXor: op("compare", "logicalXor"),
  logicalNot: op("compare", "logicalNot"),
  isNaN: op("compare", "isNaN"),
  isInf: op("compare", "isInf"),
  isFinite: op("compare", "isFinite"),
} as const;

/**
 * Returns where x < y, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { lt, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lt(tensor([1, 2, 3]), 2).toArray(), [1, 0, 0]);
 * ```
 */
export function lt(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.lt, options?.out, x, y);
}

/**
 * Returns where x ≤ y, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { le, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(le(tensor([1, 2, 3]), 2).toArray(), [1, 1, 0]);
 * ```
 */
export function le(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.le, options?.out, x, y);
}

/**
 * Returns where x > y, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { gt, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(gt(tensor([1, 2, 3]), 2).toArray(), [0, 0, 1]);
 * ```
 */
export function gt(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.gt, options?.out, x, y);
}

/**
 * Returns where x ≥ y, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { ge, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ge(tensor([1, 2, 3]), 2).toArray(), [0, 1, 1]);
 * ```
 */
export function ge(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.ge, options?.out, x, y);
}

/**
 * Returns where x = y, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { eq, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(eq(tensor([1, 2, 3]), 2).toArray(), [0, 1, 0]);
 * ```
 */
export function eq(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.eq, options?.out, x, y);
}

/**
 * Returns where x ≠ y, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { ne, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ne(tensor([1, 2, 3]), 2).toArray(), [1, 0, 1]);
 * ```
 */
export function ne(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.ne, options?.out, x, y);
}

/**
 * Returns where both x and y differ from 0, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { logicalAnd, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logicalAnd(tensor([1, 1, 0, 0]), tensor([2, 0, 2, 0])).toArray(), [1, 0, 0, 0]);
 * ```
 */
export function logicalAnd(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.logicalAnd, options?.out, x, y);
}

/**
 * Returns where x or y differs from 0, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { logicalOr, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logicalOr(tensor([1, 1, 0, 0]), tensor([2, 0, 2, 0])).toArray(), [1, 1, 1, 0]);
 * ```
 */
export function logicalOr(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.logicalOr, options?.out, x, y);
}

/**
 * Returns where exactly one of x and y differs from 0, element by element; sizes are broadcast.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { logicalXor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logicalXor(tensor([1, 1, 0, 0]), tensor([2, 0, 2, 0])).toArray(), [0, 1, 1, 0]);
 * ```
 */
export function logicalXor(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.logicalXor, options?.out, x, y);
}

/**
 * Returns where x is 0, element by element.
 *
 * @param x A tensor of any size.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 *
 * @example Usage
 * ```ts
 * import { logicalNot, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logicalNot(tensor([0, 2])).toArray(), [1, 0]);
 * ```
 */
export function logicalNot(x: Tensor, options?: OutOption): Tensor {
  return compareInto(OPS.logicalNot, options?.out, x, 0);
}

/**
 * Returns where x is not a number, element by element.
 *
 * @param x A tensor of any size.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 *
 * @example Usage
 * ```ts
 * import { isNaN, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isNaN(tensor([1, NaN, Infinity])).toArray(), [0, 1, 0]);
 * ```
 */
export function isNaN(x: Tensor, options?: OutOption): Tensor {
  return compareInto(OPS.isNaN, options?.out, x, 0);
}

/**
 * Returns where x is infinite, element by element.
 *
 * @param x A tensor of any size.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 *
 * @example Usage
 * ```ts
 * import { isInf, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isInf(tensor([1, NaN, -Infinity])).toArray(), [0, 0, 1]);
 * ```
 */
export function isInf(x: Tensor, options?: OutOption): Tensor {
  return compareInto(OPS.isInf, options?.out, x, 0);
}

/**
 * Returns where x is neither infinite nor NaN, element by element.
 *
 * @param x A tensor of any size.
 * @param options `out` may be uint8, bool or of the dtype of `x`.
 * @returns 0 or 1 for each element, in uint8 unless `out` is given.
 *
 * @example Usage
 * ```ts
 * import { isFinite, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isFinite(tensor([1, NaN, Infinity])).toArray(), [1, 0, 0]);
 * ```
 */
export function isFinite(x: Tensor, options?: OutOption): Tensor {
  return compareInto(OPS.isFinite, options?.out, x, 0);
}

/**
 * Returns whether two tensors have the same sizes and exactly the same values; NaN equals nothing.
 *
 * @param x A tensor of any size.
 * @param y A tensor of the same dtype.
 * @throws {TypeError} If the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { equal, ones, tensor } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(equal(ones([2]), tensor([1, 1])));
 * assert(!equal(ones([2]), ones([1, 2])));
 * ```
 */
export function equal(x: Tensor, y: Tensor): boolean {
  if (!sameType(x, y)) checkSameType("equal", { x, y });
  if (!sameSize(x.shape, y.shape)) return false;
  put(0, x);
  put(1, y);
  x.device.check(x.device.symbols.tm_equal(x.store.block.arg, y.store.block.arg, frame));
  return result() === 1;
}
