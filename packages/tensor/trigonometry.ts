// Trigonometric and hyperbolic functions, element by element; angles are in radians.
import { binaryInto, unary } from "./elementwise.ts";
import { OPS } from "./pointwise_ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/**
 * Returns sin x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { sin, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(sin(tensor([0, Math.PI / 2])), [0, 1]);
 * ```
 */
export function sin(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sin, x, options);
}

/**
 * Returns cos x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { cos, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(cos(tensor([0, Math.PI])), [1, -1]);
 * ```
 */
export function cos(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.cos, x, options);
}

/**
 * Returns tan x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { tan, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(tan(tensor([0, Math.PI / 4])), [0, 1]);
 * ```
 */
export function tan(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.tan, x, options);
}

/**
 * Returns arcsin x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { asin, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(asin(tensor([0, 1])), [0, Math.PI / 2]);
 * ```
 */
export function asin(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.asin, x, options);
}

/**
 * Returns arccos x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { acos, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(acos(tensor([1, -1])), [0, Math.PI]);
 * ```
 */
export function acos(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.acos, x, options);
}

/**
 * Returns arctan x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { atan, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(atan(tensor([0, 1])), [0, Math.PI / 4]);
 * ```
 */
export function atan(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.atan, x, options);
}

/**
 * Returns sinh x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { sinh, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(sinh(tensor([0, 1])), [0, Math.sinh(1)]);
 * ```
 */
export function sinh(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sinh, x, options);
}

/**
 * Returns cosh x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { cosh, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(cosh(tensor([0, 1])), [1, Math.cosh(1)]);
 * ```
 */
export function cosh(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.cosh, x, options);
}

/**
 * Returns tanh x, element by element.
 *
 * @param x Any size; float32 or float64.
 * @param options Where the result goes; a new tensor by default.
 * @returns The result, sized like `x`.
 * @throws {TypeError} If `x` is of an integer dtype.
 *
 * @example Usage
 * ```ts
 * import { tanh, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(tanh(tensor([0, 1])), [0, Math.tanh(1)]);
 * ```
 */
export function tanh(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.tanh, x, options);
}

/**
 * Returns the angle of the point (x, y) in (−π, π], element by element; sizes are broadcast.
 *
 * @param y The second coordinates; float32 or float64.
 * @param x The first coordinates, of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns The angles.
 * @throws {TypeError} If the sizes are not compatible, the dtypes differ or are of integers.
 *
 * @example Usage
 * ```ts
 * import { atan2, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(atan2(tensor([1, 0]), tensor([0, -1])), [Math.PI / 2, Math.PI]);
 * ```
 */
export function atan2(y: Tensor, x: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.atan2, options?.out, y, x);
}
