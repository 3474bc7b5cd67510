// Rounding, element by element.
import { unary } from "./elementwise.ts";
import { OPS } from "./pointwise_ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/**
 * Returns the smallest integer not below x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { ceil, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ceil(tensor([-1.5, 1.5])).toArray(), [-1, 2]);
 * ```
 */
export function ceil(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.ceil, x, options);
}

/**
 * Returns the largest integer not above x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { floor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(floor(tensor([-1.5, 1.5])).toArray(), [-2, 1]);
 * ```
 */
export function floor(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.floor, x, options);
}

/**
 * Returns the nearest integer, halves away from zero, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { round, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(round(tensor([-1.5, 1.2])).toArray(), [-2, 1]);
 * ```
 */
export function round(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.round, x, options);
}

/**
 * Returns x without its fraction, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { tensor, trunc } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(trunc(tensor([-1.5, 1.5])).toArray(), [-1, 1]);
 * ```
 */
export function trunc(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.trunc, x, options);
}

/**
 * Returns the fraction of x, with its sign, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { frac, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(frac(tensor([-1.5, 1.25])).toArray(), [-0.5, 0.25]);
 * ```
 */
export function frac(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.frac, x, options);
}
