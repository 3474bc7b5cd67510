// Element-wise functions. The function form makes a new tensor or fills `out`; the methods of Tensor work in place.
import { binaryInto, type OutOption, ternaryInto, unary } from "./elementwise.ts";
import { OPS } from "./pointwise_ops.ts";
import type { Tensor } from "./tensor.ts";

/** Returns |x|, element by element. */
export function abs(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.abs, x, options);
}

/** Returns −1, 0 or 1, element by element. */
export function sign(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sign, x, options);
}

/** Returns −x, element by element. */
export function neg(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.neg, x, options);
}

/** Returns 1 / x, element by element. */
export function cinv(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.cinv, x, options);
}

/** Returns x², element by element. */
export function square(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.square, x, options);
}

/** Returns √x, element by element. */
export function sqrt(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sqrt, x, options);
}

/** Returns 1 / √x, element by element. */
export function rsqrt(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.rsqrt, x, options);
}

/** Returns e^x, element by element. */
export function exp(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.exp, x, options);
}

/** Returns e^x − 1, element by element. */
export function expm1(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.expm1, x, options);
}

/** Returns the natural logarithm of x, element by element. */
export function log(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.log, x, options);
}

/** Returns ln(1 + x), element by element. */
export function log1p(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.log1p, x, options);
}

/** Returns sin x, element by element. */
export function sin(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sin, x, options);
}

/** Returns cos x, element by element. */
export function cos(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.cos, x, options);
}

/** Returns tan x, element by element. */
export function tan(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.tan, x, options);
}

/** Returns arcsin x, element by element. */
export function asin(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.asin, x, options);
}

/** Returns arccos x, element by element. */
export function acos(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.acos, x, options);
}

/** Returns arctan x, element by element. */
export function atan(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.atan, x, options);
}

/** Returns sinh x, element by element. */
export function sinh(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sinh, x, options);
}

/** Returns cosh x, element by element. */
export function cosh(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.cosh, x, options);
}

/** Returns tanh x, element by element. */
export function tanh(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.tanh, x, options);
}

/** Returns ln |Γ(x)|, element by element. */
export function lgamma(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.lgamma, x, options);
}

/** Returns the smallest integer not below x, element by element. */
export function ceil(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.ceil, x, options);
}

/** Returns the largest integer not above x, element by element. */
export function floor(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.floor, x, options);
}

/** Returns the nearest integer, halves away from zero, element by element. */
export function round(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.round, x, options);
}

/** Returns x without its fraction, element by element. */
export function trunc(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.trunc, x, options);
}

/** Returns the fraction of x, with its sign, element by element. */
export function frac(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.frac, x, options);
}

/** Returns 1 / (1 + e^−x), element by element. */
export function sigmoid(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.sigmoid, x, options);
}

/** Returns max(x, 0), element by element. */
export function relu(x: Tensor, options?: OutOption): Tensor {
  return unary(OPS.relu, x, options);
}

/** Options of functions that add a multiple of their second operand. */
export interface AddOptions extends OutOption {
  /** Factor of the second operand; 1 by default. */
  alpha?: number;
}

/** Returns x + alpha · y; `y` is a number or a tensor whose sizes are broadcast. */
export function add(x: Tensor, y: Tensor | number, options?: AddOptions): Tensor {
  const alpha = options?.alpha ?? 1;
  return typeof y === "number"
    ? unary(OPS.addScalar, x, options, alpha * y)
    : binaryInto(OPS.add, options?.out, x, y, alpha);
}

/** Returns x − alpha · y. */
export function csub(x: Tensor, y: Tensor | number, options?: AddOptions): Tensor {
  const alpha = options?.alpha ?? 1;
  return typeof y === "number"
    ? unary(OPS.subScalar, x, options, alpha * y)
    : binaryInto(OPS.csub, options?.out, x, y, alpha);
}

/** Returns x · y; `y` is a number or a tensor whose sizes are broadcast. */
export function mul(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.mulScalar, x, options, y) : binaryInto(OPS.cmul, options?.out, x, y);
}

/** Returns x / y; `y` is a number or a tensor whose sizes are broadcast. */
export function div(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.divScalar, x, options, y) : binaryInto(OPS.cdiv, options?.out, x, y);
}

/** Returns the remainder of x / y with the sign of x; `y` is a number or a tensor whose sizes are broadcast. */
export function fmod(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.fmod, x, options, y) : binaryInto(OPS.cfmod, options?.out, x, y);
}

/** Returns x − y · ⌊x / y⌋, with the sign of y; `y` is a number or a tensor whose sizes are broadcast. */
export function remainder(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.remainder, x, options, y) : binaryInto(OPS.cremainder, options?.out, x, y);
}

/** Returns the larger of x and y; `y` is a number or a tensor whose sizes are broadcast. */
export function cmax(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.maxScalar, x, options, y) : binaryInto(OPS.cmax, options?.out, x, y);
}

/** Returns the smaller of x and y; `y` is a number or a tensor whose sizes are broadcast. */
export function cmin(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.minScalar, x, options, y) : binaryInto(OPS.cmin, options?.out, x, y);
}

/** Returns x · 2^y; `y` is a number or a tensor whose sizes are broadcast. */
export function lshift(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.lshift, x, options, y) : binaryInto(OPS.clshift, options?.out, x, y);
}

/** Returns x / 2^y; `y` is a number or a tensor whose sizes are broadcast. */
export function rshift(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.rshift, x, options, y) : binaryInto(OPS.crshift, options?.out, x, y);
}

/** Returns the bits in both x and y; `y` is a number or a tensor whose sizes are broadcast. */
export function bitand(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.bitand, x, options, y) : binaryInto(OPS.cbitand, options?.out, x, y);
}

/** Returns the bits in x or y; `y` is a number or a tensor whose sizes are broadcast. */
export function bitor(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.bitor, x, options, y) : binaryInto(OPS.cbitor, options?.out, x, y);
}

/** Returns the bits in one of x and y; `y` is a number or a tensor whose sizes are broadcast. */
export function bitxor(x: Tensor, y: Tensor | number, options?: OutOption): Tensor {
  return typeof y === "number" ? unary(OPS.bitxor, x, options, y) : binaryInto(OPS.cbitxor, options?.out, x, y);
}

/** Returns x^y; one of both may be a number. */
export function pow(x: Tensor | number, y: Tensor | number, options?: OutOption): Tensor {
  if (typeof x === "number") return unary(OPS.tpow, y as Tensor, options, x);
  return typeof y === "number" ? unary(OPS.pow, x, options, y) : binaryInto(OPS.cpow, options?.out, x, y);
}

/** Returns the angle of the point (x, y) in (−π, π]. */
export function atan2(y: Tensor, x: Tensor, options?: OutOption): Tensor {
  return binaryInto(OPS.atan2, options?.out, y, x);
}

/** Returns x limited to [min, max]. */
export function clamp(x: Tensor, min: number, max: number, options?: OutOption): Tensor {
  return unary(OPS.clamp, x, options, min, max);
}

/** Returns x + weight · (y − x). */
export function lerp(x: Tensor, y: Tensor, weight: number, options?: OutOption): Tensor {
  return binaryInto(OPS.lerp, options?.out, x, y, weight);
}

/** Options of {@linkcode addcmul} and {@linkcode addcdiv}. */
export interface ValueOptions extends OutOption {
  /** Factor of the product or quotient; 1 by default. */
  value?: number;
}

/** Returns x + value · a · b. */
export function addcmul(x: Tensor, a: Tensor, b: Tensor, options?: ValueOptions): Tensor {
  return ternaryInto(OPS.addcmul, options?.out, x, a, b, options?.value ?? 1);
}

/** Returns x + value · a / b. */
export function addcdiv(x: Tensor, a: Tensor, b: Tensor, options?: ValueOptions): Tensor {
  return ternaryInto(OPS.addcdiv, options?.out, x, a, b, options?.value ?? 1);
}
