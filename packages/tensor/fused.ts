// Sums, products and quotients of several tensors in one pass; sizes are broadcast.
import { binaryInto, ternaryInto } from "./elementwise.ts";
import { OPS } from "./pointwise_ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Options of {@linkcode addcmul} and {@linkcode addcdiv}. */
export interface ValueOptions extends OutOption {
  /** Factor of the product or quotient; 1 by default. */
  value?: number;
}

/**
 * Returns x + weight · (y − x).
 *
 * @param x Any size; float32 or float64.
 * @param y A tensor of the same dtype.
 * @param weight 0 gives x, 1 gives y.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible, the dtypes differ, or are of integers.
 *
 * @example Usage
 * ```ts
 * import { lerp, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lerp(tensor([0, 2]), tensor([4, 4]), 0.5).toArray(), [2, 3]);
 * ```
 */
export function lerp(x: Tensor, y: Tensor, weight: number, options?: OutOption): Tensor {
  return binaryInto(OPS.lerp, options?.out, x, y, weight);
}

/**
 * Returns x + value · a · b.
 *
 * @param x A tensor of any size.
 * @param a A tensor of the same dtype.
 * @param b A tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { addcmul, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(addcmul(tensor([1, 1]), tensor([3, 4]), tensor([1, 1]), { value: 2 }).toArray(), [7, 9]);
 * ```
 */
export function addcmul(x: Tensor, a: Tensor, b: Tensor, options?: ValueOptions): Tensor {
  return ternaryInto(OPS.addcmul, options?.out, x, a, b, options?.value ?? 1);
}

/**
 * Returns x + value · a / b.
 *
 * @param x A tensor of any size.
 * @param a A tensor of the same dtype.
 * @param b A tensor of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized as both broadcast.
 * @throws {TypeError} If the sizes are not compatible or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { addcdiv, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(addcdiv(tensor([1, 1]), tensor([2, 4]), tensor([2, 4]), { value: 2 }).toArray(), [3, 3]);
 * ```
 */
export function addcdiv(x: Tensor, a: Tensor, b: Tensor, options?: ValueOptions): Tensor {
  return ternaryInto(OPS.addcdiv, options?.out, x, a, b, options?.value ?? 1);
}
