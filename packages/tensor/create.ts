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

/**
 * Returns a tensor with unknown contents.
 *
 * @param shape The sizes; none for an empty tensor.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a size is negative, no integer, or too large.
 *
 * @example Usage
 * ```ts
 * import { empty } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(empty([2, 3]).size(), [2, 3]);
 * ```
 */
export function empty(shape: readonly number[], options?: CreateOptions): Tensor {
  checkShape("empty", shape);
  return fresh(codeFrom(options), shape.slice());
}

/**
 * Returns a tensor of zeros.
 *
 * @param shape The sizes; none for an empty tensor.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a size is negative, no integer, or too large.
 *
 * @example Usage
 * ```ts
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(zeros([2], { dtype: "int32" }).toArray(), [0, 0]);
 * ```
 */
export function zeros(shape: readonly number[], options?: CreateOptions): Tensor {
  checkShape("zeros", shape);
  return freshZero(codeFrom(options), shape.slice());
}

/**
 * Returns a tensor of ones.
 *
 * @param shape The sizes; none for an empty tensor.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a size is negative, no integer, or too large.
 *
 * @example Usage
 * ```ts
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ones([2, 2]).toArray(), [[1, 1], [1, 1]]);
 * ```
 */
export function ones(shape: readonly number[], options?: CreateOptions): Tensor {
  return full(shape, 1, options);
}

/**
 * Returns a tensor whose elements are all `value`.
 *
 * @param shape The sizes; none for an empty tensor.
 * @param value The elements, converted to the dtype.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a size is negative, no integer, or too large.
 *
 * @example Usage
 * ```ts
 * import { full } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(full([3], 7).toArray(), [7, 7, 7]);
 * ```
 */
export function full(shape: readonly number[], value: number, options?: CreateOptions): Tensor {
  checkShape("full", shape);
  return fillInto(fresh(codeFrom(options), shape.slice()), value);
}

/**
 * Returns zeros with the sizes and the dtype of `x`.
 *
 * @param x The tensor to be like.
 *
 * @example Usage
 * ```ts
 * import { tensor, zerosLike } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(zerosLike(tensor([1, 2])).toArray(), [0, 0]);
 * ```
 */
export function zerosLike(x: Tensor): Tensor {
  return freshZero(x.store.code, x.shape);
}

/**
 * Returns ones with the sizes and the dtype of `x`.
 *
 * @param x The tensor to be like.
 *
 * @example Usage
 * ```ts
 * import { onesLike, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(onesLike(tensor([3, 2])).toArray(), [1, 1]);
 * ```
 */
export function onesLike(x: Tensor): Tensor {
  return fillInto(fresh(x.store.code, x.shape), 1);
}

/**
 * Returns a tensor with unknown contents and the sizes and the dtype of `x`.
 *
 * @param x The tensor to be like.
 *
 * @example Usage
 * ```ts
 * import { emptyLike, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(emptyLike(tensor([3, 2])).size(), [2]);
 * ```
 */
export function emptyLike(x: Tensor): Tensor {
  return fresh(x.store.code, x.shape);
}

/**
 * Returns a tensor of the given elements: nested lists of equal lengths, or a typed array.
 *
 * @param data Numbers, booleans or, for int64, bigints.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {TypeError} If the lists of one depth differ in length, or hold something else.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([[1, 2], [3, 4]]).size(), [2, 2]);
 * assertEquals(tensor([2n ** 60n], { dtype: "int64" }).getBigInt(0), 2n ** 60n);
 * ```
 */
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

/**
 * Returns a tensor with unknown contents and the given strides; 0 makes a dimension repeat its elements.
 *
 * @param shape The sizes; none for an empty tensor.
 * @param strides Steps between neighbours along each dimension, from 0.
 * @param options The dtype; `defaultDtype()` unless given.
 * @throws {RangeError} If a size is negative, no integer, or too large.
 *
 * @example Usage
 * ```ts
 * import { emptyStrided, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = emptyStrided([2, 2], [1, 2]).copy(tensor([[1, 2], [3, 4]]));
 * assertEquals([...x.storage().data], [1, 3, 2, 4]);
 * ```
 */
export function emptyStrided(shape: readonly number[], strides: readonly number[], options?: CreateOptions): Tensor {
  checkShape("emptyStrided", shape);
  const n = countOf(shape), reach = shape.reduce((at, s, d) => at + (s - 1) * strides[d]!, 1);
  return fromStorage(new Storage(codeFrom(options), n === 0 ? 0 : reach, true), 0, shape, strides);
}

/**
 * Returns a tensor over the memory of a buffer, without a copy.
 *
 * @param buffer Memory of fixed length; both sides see what the other writes.
 * @param dtype Element type.
 * @param shape Sizes; all elements in one dimension by default.
 * @throws {TypeError} If the buffer may change its length, or holds no whole number of elements.
 * @throws {RangeError} If it holds too few.
 *
 * @example Usage
 * ```ts
 * import { fromBuffer } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new Float32Array([1, 2, 3, 4]);
 * fromBuffer(data.buffer, "float32", [2, 2]).mul(10);
 * assertEquals([...data], [10, 20, 30, 40]);
 * ```
 */
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
  return n === 0 ? fresh(codeFrom(options), []) : sequence(n, from, step, options);
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
  const x = freshZero(codeFrom(options), [n, m]);
  fillInto(viewAt(x, [Math.min(n, m)], [m + 1], 0), 1);
  return x;
}

/**
 * Returns numbers drawn evenly from [0, 1).
 *
 * @param shape The sizes; none for an empty tensor.
 * @param options The dtype, float32 or float64, and the generator.
 * @throws {RangeError} If a size is negative, no integer, or too large.
 *
 * @example Usage
 * ```ts
 * import { rand } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const x = rand([1000]);
 * assert(x.min() >= 0 && x.max() < 1);
 * ```
 */
export function rand(shape: readonly number[], options?: RandomCreateOptions): Tensor {
  return fillRandom.uniform(empty(shape, options), 0, 1, options);
}

/**
 * Returns standard normal numbers.
 *
 * @param shape The sizes; none for an empty tensor.
 * @param options The dtype, float32 or float64, and the generator.
 * @throws {RangeError} If a size is negative, no integer, or too large.
 *
 * @example Usage
 * ```ts
 * import { manualSeed, randn } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * manualSeed(1);
 * assert(Math.abs(randn([10000]).mean()) < 0.05);
 * ```
 */
export function randn(shape: readonly number[], options?: RandomCreateOptions): Tensor {
  return fillRandom.normal(empty(shape, options), 0, 1, options);
}
