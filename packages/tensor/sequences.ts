// Tensors of numbers that follow a rule.
import { checkFinite, checkInteger } from "./check.ts";
import { fillInto } from "./copy.ts";
import { codeFrom } from "./codes.ts";
import type { CreateOptions } from "./create.ts";
import { deviceFrom } from "./device.ts";
import { frame, put } from "./frame.ts";
import { fresh, freshZero, viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";

function sequence(n: number, start: number, step: number, options: CreateOptions | undefined): Tensor {
  const r = fresh(codeFrom(options), [n], deviceFrom(options));
  put(0, r);
  r.device.check(r.device.symbols.tm_arange(r.store.block.arg, frame, start, step));
  return r;
}

function checkStep(caller: string, from: number, to: number, step: number): void {
  checkFinite(caller, "from", from);
  checkFinite(caller, "to", to);
  checkFinite(caller, "step", step);
  if (step === 0 || (to - from) / step < 0) {
    throw new RangeError(`Cannot run ${caller}: step ${step} does not lead from ${from} to ${to}`);
  }
}

/**
 * Returns from, from + step, … up to and including `to` (Torch7's `range`).
 *
 * @param from The first number.
 * @param to The last number, if the steps meet it.
 * @param step The difference between neighbours; may be negative.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a number is not finite, or the steps do not lead to `to`.
 *
 * @example Usage
 * ```ts
 * import { range } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(range(1, 2, 0.5).toArray(), [1, 1.5, 2]);
 * ```
 */
export function range(from: number, to: number, step = 1, options?: CreateOptions): Tensor {
  checkStep("range", from, to, step);
  return sequence(Math.floor((to - from) / step) + 1, from, step, options);
}

/**
 * Returns from, from + step, … below `to`; with one argument 0, 1, … below it.
 *
 * @param from The first number, or the end if it is the only argument.
 * @param to The end, which is not included.
 * @param step The difference between neighbours; may be negative.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a number is not finite, or the steps do not lead to `to`.
 *
 * @example Usage
 * ```ts
 * import { arange } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(arange(3).toArray(), [0, 1, 2]);
 * assertEquals(arange(1, 2, 0.25).toArray(), [1, 1.25, 1.5, 1.75]);
 * ```
 */
export function arange(from: number, to?: number, step = 1, options?: CreateOptions): Tensor {
  if (to === undefined) [from, to] = [0, from];
  checkStep("arange", from, to, step);
  const n = Math.ceil((to - from) / step);
  return n === 0 ? fresh(codeFrom(options), [], deviceFrom(options)) : sequence(n, from, step, options);
}

/**
 * Returns n equally spaced numbers from `from` to `to`, both included.
 *
 * @param from The first number.
 * @param to The last number.
 * @param n How many; 1 only if both ends are equal.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a number is not finite, or `n` too small.
 *
 * @example Usage
 * ```ts
 * import { linspace } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(linspace(0, 1, 5).toArray(), [0, 0.25, 0.5, 0.75, 1]);
 * ```
 */
export function linspace(from: number, to: number, n = 100, options?: CreateOptions): Tensor {
  checkFinite("linspace", "from", from);
  checkFinite("linspace", "to", to);
  checkInteger("linspace", "n", n, from === to ? 1 : 2);
  return sequence(n, from, n === 1 ? 0 : (to - from) / (n - 1), options);
}

/**
 * Returns 10 to the powers of {@linkcode linspace}.
 *
 * @param from The first exponent.
 * @param to The last exponent.
 * @param n How many; 1 only if both ends are equal.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a number is not finite, or `n` too small.
 *
 * @example Usage
 * ```ts
 * import { logspace } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(logspace(0, 2, 3), [1, 10, 100]);
 * ```
 */
export function logspace(from: number, to: number, n = 100, options?: CreateOptions): Tensor {
  const exponents = linspace(from, to, n, options);
  return exponents.rpow(10);
}

/**
 * Returns an n × m matrix with ones on its diagonal.
 *
 * @param n Rows.
 * @param m Columns; `n` by default.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a size is below 1.
 *
 * @example Usage
 * ```ts
 * import { eye } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(eye(2).toArray(), [[1, 0], [0, 1]]);
 * ```
 */
export function eye(n: number, m: number = n, options?: CreateOptions): Tensor {
  checkInteger("eye", "n", n, 1);
  checkInteger("eye", "m", m, 1);
  const x = freshZero(codeFrom(options), [n, m], deviceFrom(options));
  fillInto(viewAt(x, [Math.min(n, m)], [m + 1], 0), 1);
  return x;
}
