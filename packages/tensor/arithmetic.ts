// Arithmetic, element by element; sizes are broadcast. A number may stand for either operand; the forms with c that Torch7 has for
// tensors are here too. Integers wrap around, and their division truncates.
import { binaryInto, unary } from "./elementwise.ts";
import type { Op } from "./ops.ts";
import { OPS } from "./pointwise_ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Options of functions that add a multiple of their second operand. */
export interface AddOptions extends OutOption {
  /** Factor of the second operand; 1 by default. */
  alpha?: number;
}

/**
 * Returns x + alpha · y.
 *
 * @param x A tensor of any size, or a number.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { add, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2], [3, 4]]);
 * assertEquals(add(x, tensor([10, 20])).toArray(), [[11, 22], [13, 24]]);
 * assertEquals(add(x, 1, { alpha: 2 }).toArray(), [[3, 4], [5, 6]]);
 * ```
 */
export function add(x: Tensor | number, y: Tensor | number, options?: AddOptions): Tensor {
  const alpha = options?.alpha ?? 1;
  if (typeof x !== "number" && typeof y !== "number") return binaryInto(OPS.add, options?.out, x, y, alpha);
  return withNumber("add", OPS.addScalar, OPS.addScalar, x, y, options, alpha);
}

/**
 * Returns x − alpha · y.
 *
 * @param x A tensor of any size, or a number.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { csub, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(csub(tensor([5, 6]), tensor([1, 2])).toArray(), [4, 4]);
 * assertEquals(csub(10, tensor([1, 2])).toArray(), [9, 8]);
 * ```
 */
export function csub(x: Tensor | number, y: Tensor | number, options?: AddOptions): Tensor {
  const alpha = options?.alpha ?? 1;
  if (typeof x !== "number" && typeof y !== "number") return binaryInto(OPS.csub, options?.out, x, y, alpha);
  return withNumber("csub", OPS.subScalar, OPS.reverseSub, x, y, options, alpha);
}

/**
 * Returns x − alpha · y, as {@linkcode csub}.
 *
 * @param x A tensor of any size, or a number.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { sub, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sub(tensor([5, 6]), tensor([1, 2])).toArray(), [4, 4]);
 * ```
 */
export function sub(x: Tensor | number, y: Tensor | number, options?: AddOptions): Tensor {
  return csub(x, y, options);
}

/**
 * Returns x · y.
 *
 * @param x A tensor of any size, or a number.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { mul, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mul(tensor([1, 2]), tensor([3, 4])).toArray(), [3, 8]);
 * assertEquals(mul(tensor([1, 2]), 10).toArray(), [10, 20]);
 * ```
 */
export function mul(x: Tensor | number, y: Tensor | number, options?: OutOption): Tensor {
  if (typeof x !== "number" && typeof y !== "number") return binaryInto(OPS.cmul, options?.out, x, y);
  return withNumber("mul", OPS.mulScalar, OPS.mulScalar, x, y, options);
}

/**
 * Returns x / y; the quotient of integers is truncated.
 *
 * @param x A tensor of any size, or a number.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 * @throws {NativeError} If an integer divisor is 0.
 *
 * @example Usage
 * ```ts
 * import { div, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(div(tensor([3, 8]), tensor([2, 4])).toArray(), [1.5, 2]);
 * assertEquals(div(1, tensor([2, 4])).toArray(), [0.5, 0.25]);
 * ```
 */
export function div(x: Tensor | number, y: Tensor | number, options?: OutOption): Tensor {
  if (typeof x !== "number" && typeof y !== "number") return binaryInto(OPS.cdiv, options?.out, x, y);
  return withNumber("div", OPS.divScalar, OPS.reverseDiv, x, y, options);
}

/**
 * Returns x · y of two tensors, as {@linkcode mul}.
 *
 * @param x A tensor of any size.
 * @param y A tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cmul, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cmul(tensor([6, 8]), tensor([2, 4])).toArray(), [12, 32]);
 * ```
 */
export function cmul(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cmul, options?.out, x, y);
}

/**
 * Returns x / y of two tensors, as {@linkcode div}.
 *
 * @param x A tensor of any size.
 * @param y A tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cdiv, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cdiv(tensor([6, 8]), tensor([2, 4])).toArray(), [3, 2]);
 * ```
 */
export function cdiv(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cdiv, options?.out, x, y);
}

/**
 * Returns the remainder of x / y with the sign of x.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { fmod, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fmod(tensor([-7, 7]), 3).toArray(), [-1, 1]);
 * ```
 */
export function fmod(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.fmod, x, options, y) : binaryInto(OPS.cfmod, options?.out, x, y);
}

/**
 * As {@linkcode fmod} with a tensor.
 *
 * @param x A tensor of any size.
 * @param y A tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cfmod, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cfmod(tensor([-7, 7]), tensor([3, 3])).toArray(), [-1, 1]);
 * ```
 */
export function cfmod(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cfmod, options?.out, x, y);
}

/**
 * Returns x − y · ⌊x / y⌋, the remainder with the sign of y.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { remainder, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(remainder(tensor([-7, 7]), 3).toArray(), [2, 1]);
 * ```
 */
export function remainder(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.remainder, x, options, y) : binaryInto(OPS.cremainder, options?.out, x, y);
}

/**
 * As {@linkcode remainder} with a tensor.
 *
 * @param x A tensor of any size.
 * @param y A tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cremainder, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cremainder(tensor([-7, 7]), tensor([3, 3])).toArray(), [2, 1]);
 * ```
 */
export function cremainder(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cremainder, options?.out, x, y);
}

/**
 * Returns the larger of x and y; NaN if one of them is.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cmax, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cmax(tensor([1, 5]), 2).toArray(), [2, 5]);
 * ```
 */
export function cmax(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.maxScalar, x, options, y) : binaryInto(OPS.cmax, options?.out, x, y);
}

/**
 * Returns the smaller of x and y; NaN if one of them is.
 *
 * @param x A tensor of any size.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cmin, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cmin(tensor([1, 5]), 2).toArray(), [1, 2]);
 * ```
 */
export function cmin(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.minScalar, x, options, y) : binaryInto(OPS.cmin, options?.out, x, y);
}

/**
 * Returns x^y. Integers have a square and the powers that a tensor of integers gives; the power 0.5 is the square root.
 *
 * @param x A tensor of any size, or a number.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible, the dtypes differ, or are of integers where one operand is a number.
 *
 * @example Usage
 * ```ts
 * import { pow, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pow(tensor([1, 2, 3]), 2).toArray(), [1, 4, 9]);
 * assertEquals(pow(2, tensor([1, 2, 3])).toArray(), [2, 4, 8]);
 * ```
 */
export function pow(x: Tensor | number, y: Tensor | number, options?: OutOption): Tensor {
  if (typeof x !== "number" && typeof y !== "number") return binaryInto(OPS.cpow, options?.out, x, y);
  return withNumber("pow", OPS.pow, OPS.tpow, x, y, options);
}

/**
 * As {@linkcode pow} of two tensors.
 *
 * @param x A tensor of any size.
 * @param y A tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cpow, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cpow(tensor([2, 3]), tensor([3, 2])).toArray(), [8, 9]);
 * ```
 */
export function cpow(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cpow, options?.out, x, y);
}

/**
 * Returns x limited to [min, max]; NaN stays.
 *
 * @param x A tensor of any size.
 * @param min The least value.
 * @param max The largest value.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `out` has another dtype.
 *
 * @example Usage
 * ```ts
 * import { clamp, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(clamp(tensor([-2, 0.5, 2]), -1, 1).toArray(), [-1, 0.5, 1]);
 * ```
 */
export function clamp(x: Tensor, min: number, max: number, options?: OutOption): Tensor {
  return unary(OPS.clamp, x, options, min, max);
}

/** op(x; alpha y) where y is the number, or reverse(alpha y; x) where x is it. */
function withNumber(
  caller: string,
  op: Op,
  reverse: Op,
  x: Tensor | number,
  y: Tensor | number,
  options: OutOption | undefined,
  alpha = 1,
): Tensor {
  if (typeof x !== "number") return unary(op, x, options, alpha * (y as number));
  if (typeof y !== "number") return unary(reverse, alpha === 1 ? y : unary(OPS.mulScalar, y, {}, alpha), options, x);
  throw new TypeError(`Cannot run ${caller}: one operand must be a tensor but both are numbers`);
}
