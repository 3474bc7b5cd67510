// Comparison and logic: results are 0 or 1, in uint8 unless `out` says otherwise.
import { checkSameType, sameSize } from "./check.ts";
import { compareInto, type OutOption } from "./elementwise.ts";
import { frame, put, result } from "./frame.ts";
import { op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";

const OPS = {
  lt: op("compare", "lt"),
  le: op("compare", "le"),
  gt: op("compare", "gt"),
  ge: op("compare", "ge"),
  eq: op("compare", "eq"),
  ne: op("compare", "ne"),
  isNaN: op("compare", "isNaN"),
  isInf: op("compare", "isInf"),
  isFinite: op("compare", "isFinite"),
} as const;

/** Returns x < y. */
export function lt(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.lt, options?.out, x, y);
}

/** Returns x ≤ y. */
export function le(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.le, options?.out, x, y);
}

/** Returns x > y. */
export function gt(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.gt, options?.out, x, y);
}

/** Returns x ≥ y. */
export function ge(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.ge, options?.out, x, y);
}

/** Returns x = y. */
export function eq(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.eq, options?.out, x, y);
}

/** Returns x ≠ y. */
export function ne(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return compareInto(OPS.ne, options?.out, x, y);
}

/** Returns where x is not a number. */
export function isNaN(x: Tensor, options?: OutOption): Tensor {
  return compareInto(OPS.isNaN, options?.out, x, 0);
}

/** Returns where x is infinite. */
export function isInf(x: Tensor, options?: OutOption): Tensor {
  return compareInto(OPS.isInf, options?.out, x, 0);
}

/** Returns where x is neither infinite nor NaN. */
export function isFinite(x: Tensor, options?: OutOption): Tensor {
  return compareInto(OPS.isFinite, options?.out, x, 0);
}

/** Returns whether both tensors have the same sizes and exactly the same values. */
export function equal(x: Tensor, y: Tensor): boolean {
  checkSameType("equal", { x, y });
  if (!sameSize(x.shape, y.shape)) return false;
  put(0, x);
  put(1, y);
  x.device.check(x.device.symbols.tm_equal(x.store.block.arg, y.store.block.arg, frame));
  return result() === 1;
}
