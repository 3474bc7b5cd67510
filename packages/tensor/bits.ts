// Shifts and bits, element by element. A number or a tensor stands on the right; the forms with c take tensors alone, as in Torch7.
import { binaryInto, unary } from "./elementwise.ts";
import { OPS } from "./pointwise_ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/**
 * Returns x · 2^y: integers shifted left by y bits; element by element, sizes are broadcast.
 *
 * @param x Any size; any dtype that computes.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result.
 * @throws {TypeError} If the sizes are not compatible, or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { lshift, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lshift(tensor([1, 3], { dtype: "int32" }), 2).toArray(), [4, 12]);
 * ```
 */
export function lshift(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.lshift, x, options, y) : binaryInto(OPS.clshift, options?.out, x, y);
}

/**
 * As {@linkcode lshift} with a tensor.
 *
 * @example Usage
 * ```ts
 * import { clshift, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, 3], { dtype: "int32" }), y = tensor([2, 2], { dtype: "int32" });
 * assertEquals(clshift(x, y).toArray(), [4, 12]);
 * ```
 */
export function clshift(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.clshift, options?.out, x, y);
}

/**
 * Returns x / 2^y: integers shifted right by y bits; element by element, sizes are broadcast.
 *
 * @param x Any size; any dtype that computes.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result.
 * @throws {TypeError} If the sizes are not compatible, or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { rshift, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rshift(tensor([4, 12], { dtype: "int32" }), 2).toArray(), [1, 3]);
 * ```
 */
export function rshift(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.rshift, x, options, y) : binaryInto(OPS.crshift, options?.out, x, y);
}

/**
 * As {@linkcode rshift} with a tensor.
 *
 * @example Usage
 * ```ts
 * import { crshift, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([4, 12], { dtype: "int32" }), y = tensor([2, 2], { dtype: "int32" });
 * assertEquals(crshift(x, y).toArray(), [1, 3]);
 * ```
 */
export function crshift(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.crshift, options?.out, x, y);
}

/**
 * Returns the bits that are set in both x and y; element by element, sizes are broadcast.
 *
 * @param x Any size; integers.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result.
 * @throws {TypeError} If the sizes are not compatible, or the dtypes differ, or are not integers.
 *
 * @example Usage
 * ```ts
 * import { bitand, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bitand(tensor([6, 12], { dtype: "int32" }), 5).toArray(), [4, 4]);
 * ```
 */
export function bitand(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.bitand, x, options, y) : binaryInto(OPS.cbitand, options?.out, x, y);
}

/**
 * As {@linkcode bitand} with a tensor.
 *
 * @example Usage
 * ```ts
 * import { cbitand, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([6, 12], { dtype: "int32" }), y = tensor([5, 5], { dtype: "int32" });
 * assertEquals(cbitand(x, y).toArray(), [4, 4]);
 * ```
 */
export function cbitand(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cbitand, options?.out, x, y);
}

/**
 * Returns the bits that are set in x or y; element by element, sizes are broadcast.
 *
 * @param x Any size; integers.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result.
 * @throws {TypeError} If the sizes are not compatible, or the dtypes differ, or are not integers.
 *
 * @example Usage
 * ```ts
 * import { bitor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bitor(tensor([6, 12], { dtype: "int32" }), 1).toArray(), [7, 13]);
 * ```
 */
export function bitor(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.bitor, x, options, y) : binaryInto(OPS.cbitor, options?.out, x, y);
}

/**
 * As {@linkcode bitor} with a tensor.
 *
 * @example Usage
 * ```ts
 * import { cbitor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([6, 12], { dtype: "int32" }), y = tensor([1, 1], { dtype: "int32" });
 * assertEquals(cbitor(x, y).toArray(), [7, 13]);
 * ```
 */
export function cbitor(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cbitor, options?.out, x, y);
}

/**
 * Returns the bits that are set in one of x and y; element by element, sizes are broadcast.
 *
 * @param x Any size; integers.
 * @param y A number, or a tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result.
 * @throws {TypeError} If the sizes are not compatible, or the dtypes differ, or are not integers.
 *
 * @example Usage
 * ```ts
 * import { bitxor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bitxor(tensor([6, 12], { dtype: "int32" }), 5).toArray(), [3, 9]);
 * ```
 */
export function bitxor(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.bitxor, x, options, y) : binaryInto(OPS.cbitxor, options?.out, x, y);
}

/**
 * As {@linkcode bitxor} with a tensor.
 *
 * @example Usage
 * ```ts
 * import { cbitxor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([6, 12], { dtype: "int32" }), y = tensor([5, 5], { dtype: "int32" });
 * assertEquals(cbitxor(x, y).toArray(), [3, 9]);
 * ```
 */
export function cbitxor(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.cbitxor, options?.out, x, y);
}
