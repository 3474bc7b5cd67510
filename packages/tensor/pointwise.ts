// Element-wise functions of one tensor. The function form makes a new tensor or fills `out`; the methods of Tensor work in place.
import { unary } from "./elementwise.ts";
import { OPS } from "./pointwise_ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/**
 * Returns |x|, element by element.
 *
 * @param x Any size; any dtype that computes.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { abs, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(abs(tensor([-2, 3])).toArray(), [2, 3]);
 * ```
 */
export function abs(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.abs, x, options);
}

/**
 * Returns −1, 0 or 1, element by element.
 *
 * @param x Any size; any dtype that computes.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { sign, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sign(tensor([-2, 0, 3])).toArray(), [-1, 0, 1]);
 * ```
 */
export function sign(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sign, x, options);
}

/**
 * Returns −x, element by element.
 *
 * @param x Any size; any dtype that computes; integers wrap around.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { neg, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(neg(tensor([1, -2])).toArray(), [-1, 2]);
 * ```
 */
export function neg(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.neg, x, options);
}

/**
 * Returns 1 / x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { cinv, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cinv(tensor([2, 4])).toArray(), [0.5, 0.25]);
 * ```
 */
export function cinv(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.cinv, x, options);
}

/**
 * Returns 1 / x, as {@linkcode cinv}, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { reciprocal, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reciprocal(tensor([2, 4])).toArray(), [0.5, 0.25]);
 * ```
 */
export function reciprocal(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.cinv, x, options);
}

/**
 * Returns x², element by element.
 *
 * @param x Any size; any dtype that computes; integers wrap around.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { square, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(square(tensor([-2, 3])).toArray(), [4, 9]);
 * ```
 */
export function square(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.square, x, options);
}

/**
 * Returns √x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { sqrt, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sqrt(tensor([4, 9])).toArray(), [2, 3]);
 * ```
 */
export function sqrt(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sqrt, x, options);
}

/**
 * Returns 1 / √x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { rsqrt, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rsqrt(tensor([4, 16])).toArray(), [0.5, 0.25]);
 * ```
 */
export function rsqrt(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.rsqrt, x, options);
}

/**
 * Returns e^x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { exp, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(exp(tensor([0, 1])), [1, Math.E]);
 * ```
 */
export function exp(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.exp, x, options);
}

/**
 * Returns e^x − 1, exact for small x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { expm1, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(expm1(tensor([0, 1])), [0, Math.E - 1]);
 * ```
 */
export function expm1(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.expm1, x, options);
}

/**
 * Returns the natural logarithm ln x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { log, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(log(tensor([1, Math.E])), [0, 1]);
 * ```
 */
export function log(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.log, x, options);
}

/**
 * Returns ln(1 + x), exact for small x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { log1p, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(log1p(tensor([0, 1])), [0, Math.LN2]);
 * ```
 */
export function log1p(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.log1p, x, options);
}

/**
 * Returns ln |Γ(x)|, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { lgamma, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(lgamma(tensor([1, 4])), [0, Math.log(6)]);
 * ```
 */
export function lgamma(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.lgamma, x, options);
}

/**
 * Returns 1 / (1 + e^−x), element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { sigmoid, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(sigmoid(tensor([0, Math.log(3)])), [0.5, 0.75]);
 * ```
 */
export function sigmoid(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sigmoid, x, options);
}

/**
 * Returns max(x, 0), element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { relu, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(relu(tensor([-1, 2])).toArray(), [0, 2]);
 * ```
 */
export function relu(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.relu, x, options);
}
