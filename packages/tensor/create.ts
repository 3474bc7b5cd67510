// Making tensors.
import { checkFinite, checkInteger, checkShape } from "./check.ts";
import { fillInto } from "./copy.ts";
import { defaultCode, type Dtype, dtypeCode } from "./dtype.ts";
import { frame, put } from "./frame.ts";
import { setFlat } from "./index.ts";
import { countOf, fresh, freshZero, overStorage, viewAt } from "./make.ts";
import { fillRandom, type RandomOptions } from "./random.ts";
import { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";
import type { NestedNumbers } from "./types.ts";

/** Options of functions that make tensors. */
export interface CreateOptions {
  /** Element type; `defaultDtype()` unless given. */
  dtype?: Dtype;
}

/** Options of functions that make random tensors. */
export interface RandomCreateOptions extends CreateOptions, RandomOptions {}

function codeFrom(options: CreateOptions | undefined): number {
  const dtype = options?.dtype;
  return dtype === undefined ? defaultCode() : dtypeCode(dtype);
}

/** Returns a tensor with unknown contents. */
export function empty(shape: readonly number[], options?: CreateOptions): Tensor {
  checkShape("empty", shape);
  return fresh(codeFrom(options), shape.slice());
}

/** Returns a tensor of zeros. */
export function zeros(shape: readonly number[], options?: CreateOptions): Tensor {
  checkShape("zeros", shape);
  return freshZero(codeFrom(options), shape.slice());
}

/** Returns a tensor of ones. */
export function ones(shape: readonly number[], options?: CreateOptions): Tensor {
  return full(shape, 1, options);
}

/** Returns a tensor whose elements are all `value`. */
export function full(shape: readonly number[], value: number, options?: CreateOptions): Tensor {
  checkShape("full", shape);
  return fillInto(fresh(codeFrom(options), shape.slice()), value);
}

/** Returns zeros with the sizes and the dtype of `x`. */
export function zerosLike(x: Tensor): Tensor {
  return freshZero(x.store.code, x.shape);
}

/** Returns ones with the sizes and the dtype of `x`. */
export function onesLike(x: Tensor): Tensor {
  return fillInto(fresh(x.store.code, x.shape), 1);
}

/** Returns a tensor with unknown contents and the sizes and the dtype of `x`. */
export function emptyLike(x: Tensor): Tensor {
  return fresh(x.store.code, x.shape);
}

/** Returns a tensor of the given elements: nested lists of equal lengths, or a typed array. */
export function tensor(data: NestedNumbers | ArrayLike<number>, options?: CreateOptions): Tensor {
  const shape: number[] = [];
  for (
    let level: unknown = data;
    typeof level === "object" && level !== null;
    level = (level as ArrayLike<unknown>)[0]
  ) {
    shape.push((level as ArrayLike<unknown>).length);
    if ((level as ArrayLike<unknown>).length === 0) break;
  }
  if (shape.length === 1 && shape[0] === 0) return fresh(codeFrom(options), []);
  checkShape("tensor", shape);
  const x = fresh(codeFrom(options), shape);
  let next = 0;
  const fill = (list: ArrayLike<unknown>, d: number): void => {
    if (typeof list !== "object" || list === null || list.length !== shape[d]) {
      const found = typeof list === "object" && list !== null ? `a list of ${list.length}` : typeof list;
      throw new TypeError(
        `Cannot make a tensor: every list at depth ${d} must have ${shape[d]} entries but one is ${found}`,
      );
    }
    for (let i = 0; i < list.length; i++) {
      const entry = list[i];
      if (d + 1 < shape.length) fill(entry as ArrayLike<unknown>, d + 1);
      else if (typeof entry === "boolean") setFlat(x, next++, +entry);
      else if (typeof entry === "number" || typeof entry === "bigint") setFlat(x, next++, entry);
      else throw new TypeError(`Cannot make a tensor: elements must be numbers but one is ${typeof entry}`);
    }
  };
  fill(data, 0);
  return x;
}

/**
 * Returns a tensor over a storage, without a copy.
 *
 * @param storage The memory.
 * @param offset Position of the first element.
 * @param shape Sizes; all elements from `offset` on by default.
 * @param strides Steps along the dimensions; contiguous by default.
 * @throws {RangeError} If the tensor would reach outside of the storage.
 *
 * @example Usage
 * ```ts
 * import { arange, fromStorage } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = arange(6);
 * assertEquals(fromStorage(x.storage(), 1, [2, 2], [2, 1]).toArray(), [[1, 2], [3, 4]]);
 * ```
 */
export function fromStorage(
  storage: Storage,
  offset?: number,
  shape?: readonly number[],
  strides?: readonly number[],
): Tensor {
  return overStorage(storage, offset, shape, strides);
}

/** Returns a tensor with unknown contents and the given strides, which are not negative; 0 makes a dimension repeat its elements. */
export function emptyStrided(shape: readonly number[], strides: readonly number[], options?: CreateOptions): Tensor {
  checkShape("emptyStrided", shape);
  const n = countOf(shape), reach = shape.reduce((at, s, d) => at + (s - 1) * strides[d]!, 1);
  return fromStorage(new Storage(codeFrom(options), n === 0 ? 0 : reach, true), 0, shape, strides);
}

/** Returns a tensor over the memory of a buffer, without a copy. */
export function fromBuffer(buffer: ArrayBuffer | SharedArrayBuffer, dtype: Dtype, shape?: readonly number[]): Tensor {
  return fromStorage(Storage.from(dtype, buffer), 0, shape);
}

function sequence(n: number, start: number, step: number, options: CreateOptions | undefined): Tensor {
  const r = fresh(codeFrom(options), [n]);
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

/** Returns from, from + step, … up to and including `to` (Torch7's `range`). */
export function range(from: number, to: number, step = 1, options?: CreateOptions): Tensor {
  checkStep("range", from, to, step);
  return sequence(Math.floor((to - from) / step) + 1, from, step, options);
}

/** Returns from, from + step, … below `to`; with one argument 0, 1, … below it. */
export function arange(from: number, to?: number, step = 1, options?: CreateOptions): Tensor {
  if (to === undefined) [from, to] = [0, from];
  checkStep("arange", from, to, step);
  const n = Math.ceil((to - from) / step);
  return n === 0 ? fresh(codeFrom(options), []) : sequence(n, from, step, options);
}

/** Returns n equally spaced numbers from `from` to `to`, both included. */
export function linspace(from: number, to: number, n = 100, options?: CreateOptions): Tensor {
  checkFinite("linspace", "from", from);
  checkFinite("linspace", "to", to);
  checkInteger("linspace", "n", n, from === to ? 1 : 2);
  return sequence(n, from, n === 1 ? 0 : (to - from) / (n - 1), options);
}

/** Returns 10 to the powers of {@linkcode linspace}. */
export function logspace(from: number, to: number, n = 100, options?: CreateOptions): Tensor {
  const exponents = linspace(from, to, n, options);
  return exponents.rpow(10);
}

/** Returns an n × m matrix with ones on its diagonal. */
export function eye(n: number, m: number = n, options?: CreateOptions): Tensor {
  checkInteger("eye", "n", n, 1);
  checkInteger("eye", "m", m, 1);
  const x = freshZero(codeFrom(options), [n, m]);
  fillInto(viewAt(x, [Math.min(n, m)], [m + 1], 0), 1);
  return x;
}

/** Returns numbers drawn evenly from [0, 1). */
export function rand(shape: readonly number[], options?: RandomCreateOptions): Tensor {
  return fillRandom.uniform(empty(shape, options), 0, 1, options);
}

/** Returns standard normal numbers. */
export function randn(shape: readonly number[], options?: RandomCreateOptions): Tensor {
  return fillRandom.normal(empty(shape, options), 0, 1, options);
}
