// Random numbers: distributions that draw as Torch7's do, with its exact streams.
import { checkFinite, checkInteger, checkTensor } from "./check.ts";
import { dtypeCode, INT64 } from "./codes.ts";
import { cpu, type Device, deviceFrom } from "./device.ts";
import type { Dtype } from "./dtype.ts";
import { DISTRIBUTIONS, fillRandom } from "./fill_random.ts";
import { frame, put, result } from "./frame.ts";
import type { RandomOptions } from "./generator.ts";
import { fresh, receiver } from "./make.ts";
import { numberOf, type Op } from "./ops.ts";
import { stateFor } from "./state_for.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

function draw(op: Op, options: RandomOptions | undefined, a: number, b: number): number {
  checkFinite(op.caller, "the first parameter", a);
  checkFinite(op.caller, "the second parameter", b);
  const state = stateFor(op.caller, options);
  cpu.check(cpu.symbols.tm_random_number(numberOf(op), state, a, b, frame));
  return result();
}

/**
 * Returns a number from [a, b).
 *
 * @param a The least number.
 * @param b The end.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { uniform } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const x = uniform(2, 3);
 * assert(x >= 2 && x < 3);
 * ```
 */
export function uniform(a = 0, b = 1, options?: RandomOptions): number {
  return draw(DISTRIBUTIONS.uniform, options, a, b);
}

/** Options of {@linkcode normal} with tensors. */
export interface NormalOptions extends RandomOptions, OutOption {}

/**
 * Returns a normally distributed number.
 *
 * @param mean The mean.
 * @param std The standard deviation, above 0.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { normal, tensor } from "@taimatsu/tensor";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assert(Number.isFinite(normal(0, 2)));
 * assertEquals(normal(tensor([0, 100]), 2).size(), [2]);
 * ```
 */
export function normal(mean?: number, std?: number, options?: RandomOptions): number;
/**
 * Returns normally distributed numbers with means and standard deviations of their own.
 *
 * @param mean A number or a tensor of float32 or float64.
 * @param std A number, or a tensor like `mean`.
 * @param options The generator; `out` receives the result.
 * @throws {TypeError} If both are tensors of other sizes or dtypes.
 */
export function normal(mean: Tensor, std?: number | Tensor, options?: NormalOptions): Tensor;
/**
 * Returns normally distributed numbers with standard deviations of their own.
 *
 * @param mean The mean.
 * @param std A tensor of float32 or float64.
 * @param options The generator; `out` receives the result.
 */
export function normal(mean: number, std: Tensor, options?: NormalOptions): Tensor;
export function normal(mean: number | Tensor = 0, std: number | Tensor = 1, options?: NormalOptions): number | Tensor {
  if (typeof mean === "number" && typeof std === "number") return draw(DISTRIBUTIONS.normal, options, mean, std);
  const like = typeof mean === "number" ? std : mean;
  checkTensor("normal", "mean or std", like);
  return fillRandom.normal(
    receiver("normal", options?.out, like.store.code, like.shape, like.store.device),
    mean,
    std,
    options,
  );
}

/**
 * Returns an exponentially distributed number.
 *
 * @param rate The rate λ, above 0; the mean is 1 / λ.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { exponential } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(exponential(2) >= 0);
 * ```
 */
export function exponential(rate: number, options?: RandomOptions): number {
  return draw(DISTRIBUTIONS.exponential, options, rate, 0);
}

/**
 * Returns a Cauchy distributed number.
 *
 * @param median The median.
 * @param sigma The width, above 0.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { cauchy } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(Number.isFinite(cauchy()));
 * ```
 */
export function cauchy(median = 0, sigma = 1, options?: RandomOptions): number {
  return draw(DISTRIBUTIONS.cauchy, options, median, sigma);
}

/**
 * Returns e to the power of a normal number; mean and std are those of that number.
 *
 * @param mean The mean of the logarithm.
 * @param std The standard deviation of the logarithm, above 0.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { logNormal } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(logNormal() > 0);
 * ```
 */
export function logNormal(mean = 1, std = 2, options?: RandomOptions): number {
  return draw(DISTRIBUTIONS.logNormal, options, mean, std);
}

/**
 * Returns an integer i ≥ 1 with probability (1 − p) · p^(i − 1).
 *
 * @param p Between 0 and 1.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { geometric } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(geometric(0.5) >= 1);
 * ```
 */
export function geometric(p: number, options?: RandomOptions): number {
  return draw(DISTRIBUTIONS.geometric, options, p, 0);
}

/**
 * Returns 1 with probability p, else 0.
 *
 * @param p From 0 to 1.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { bernoulli } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bernoulli(1), 1);
 * ```
 */
export function bernoulli(p = 0.5, options?: RandomOptions): number {
  return draw(DISTRIBUTIONS.bernoulli, options, p, 0);
}

/**
 * Returns a 32-bit integer, an integer from 0 to `a`, or one from `a` to `b`, both included.
 *
 * @param a The least number, or the largest if it stands alone.
 * @param b The largest number.
 * @param options The generator; {@linkcode defaultGenerator} unless given.
 * @throws {RangeError} If a parameter is not finite.
 * @throws {NativeError} If a parameter is out of range.
 *
 * @example Usage
 * ```ts
 * import { random } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const die = random(1, 6);
 * assert(die >= 1 && die <= 6);
 * ```
 */
export function random(a?: number, b?: number, options?: RandomOptions): number {
  if (a === undefined) return draw(DISTRIBUTIONS.random, options, 0, 0);
  return b === undefined
    ? draw(DISTRIBUTIONS.randomRange, options, 0, a)
    : draw(DISTRIBUTIONS.randomRange, options, a, b);
}

/** Options of {@linkcode randperm}. */
export interface RandpermOptions extends RandomOptions {
  /** Element type; `int64` by default. */
  dtype?: Dtype;
  /** Where the tensor lives; `defaultDevice()` unless given. */
  device?: Device;
}

/**
 * Returns the numbers 0 … n − 1 in random order.
 *
 * @param n How many, from 1.
 * @param options The dtype, int64 by default, and the generator.
 * @returns [n].
 * @throws {RangeError} If `n` is no integer from 1.
 *
 * @example Usage
 * ```ts
 * import { randperm } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const order = randperm(4).toArray() as number[];
 * assertEquals(order.toSorted(), [0, 1, 2, 3]);
 * ```
 */
export function randperm(n: number, options?: RandpermOptions): Tensor {
  checkInteger("randperm", "n", n, 1, Number.MAX_SAFE_INTEGER);
  const device = deviceFrom(options);
  const r = fresh(options?.dtype === undefined ? INT64 : dtypeCode(options.dtype), [n], device);
  const state = stateFor("randperm", options);
  put(0, r);
  device.check(device.symbols.tm_randperm(r.store.block.arg, frame, state));
  return r;
}
