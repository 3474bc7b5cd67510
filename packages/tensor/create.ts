// Making tensors.
import { checkShape } from "./check.ts";
import { fillInto, moved } from "./copy.ts";
import { codeFrom } from "./codes.ts";
import { cpu, type Device, deviceFrom } from "./device.ts";
import type { Dtype } from "./dtype.ts";
import { setFlat } from "./index.ts";
import { countOf, fresh, freshZero, overStorage } from "./make.ts";
import { fillRandom } from "./fill_random.ts";
import type { RandomOptions } from "./generator.ts";
import { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";
import type { NestedNumbers } from "./types.ts";

/** Options of functions that make tensors. */
export interface CreateOptions {
  /** Element type; `defaultDtype()` unless given. */
  dtype?: Dtype;
  /** Where the tensor lives; `defaultDevice()` unless given. */
  device?: Device;
}

/** Options of functions that make random tensors. */
export interface RandomCreateOptions extends CreateOptions, RandomOptions {}

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
  return fresh(codeFrom(options), shape.slice(), deviceFrom(options));
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
  return freshZero(codeFrom(options), shape.slice(), deviceFrom(options));
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
  return fillInto(fresh(codeFrom(options), shape.slice(), deviceFrom(options)), value);
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
  return freshZero(x.store.code, x.shape, x.store.device);
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
  return fillInto(fresh(x.store.code, x.shape, x.store.device), 1);
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
  return fresh(x.store.code, x.shape, x.store.device);
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
  if (shape.length === 1 && shape[0] === 0) return fresh(codeFrom(options), [], deviceFrom(options));
  checkShape("tensor", shape);
  const device = deviceFrom(options), x = fresh(codeFrom(options), shape, cpu);
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
  return moved(x, device);
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
  return fromStorage(new Storage(codeFrom(options), n === 0 ? 0 : reach, true, deviceFrom(options)), 0, shape, strides);
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
