import type { Tensor } from "./tensor.ts";

/**
 * Writes sizes as messages show them: `[3, 4]`.
 *
 * @example Usage
 * ```ts
 * import { formatSize } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatSize(["batch", 3]), "[batch, 3]");
 * ```
 */
export function formatSize(size: readonly (number | string)[]): string {
  return `[${size.join(", ")}]`;
}

/**
 * Writes a value as messages show it.
 *
 * @example Usage
 * ```ts
 * import { describe } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(describe("x"), '"x"');
 * assertEquals(describe([2, 3]), "[2, 3]");
 * ```
 */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return formatSize(value);
  if (typeof value === "object" && value !== null) return value.constructor?.name ?? "an object";
  return String(value);
}

/**
 * Checks that a value is a tensor.
 *
 * @param caller The function or method that was called, for the message.
 * @param name The argument's name.
 * @param x The argument.
 * @throws {TypeError} If it is something else.
 *
 * @example Usage
 * ```ts
 * import { checkTensor, zeros } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * checkTensor("f", "x", zeros([2]));
 * assertThrows(() => checkTensor("f", "x", 3), TypeError);
 * ```
 */
export function checkTensor(caller: string, name: string, x: unknown): asserts x is Tensor {
  if (typeof x !== "object" || x === null || !("store" in x)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a tensor but is ${describe(x)}`);
  }
}

/**
 * Checks that the sizes of `x` are as wanted.
 *
 * @param caller The function or method that was called, for the message.
 * @param name The argument's name.
 * @param x The argument.
 * @param wanted A number for a size that is fixed, a word (`"batch"`) for one that is free.
 * @throws {TypeError} If the number of dimensions or a fixed size differs.
 *
 * @example Usage
 * ```ts
 * import { checkSize, zeros } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * checkSize("f", "x", zeros([5, 3]), ["batch", 3]);
 * assertThrows(() => checkSize("f", "x", zeros([5, 2]), ["batch", 3]), TypeError, "x must be [batch, 3] but is [5, 2]");
 * ```
 */
export function checkSize(caller: string, name: string, x: Tensor, wanted: readonly (number | string)[]): void {
  const { shape } = x;
  let fits = shape.length === wanted.length;
  for (let d = 0; fits && d < wanted.length; d++) fits = typeof wanted[d] === "string" || wanted[d] === shape[d];
  if (!fits) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be ${formatSize(wanted)} but is ${formatSize(shape)}`);
  }
}

/**
 * Returns whether two lists of sizes are equal.
 *
 * @example Usage
 * ```ts
 * import { sameSize } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(sameSize([2, 3], [2, 3]) && !sameSize([2, 3], [3, 2]));
 * ```
 */
export function sameSize(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

/**
 * Checks that the tensors have equal sizes.
 *
 * @param caller The function or method that was called, for the message.
 * @param tensors The arguments by name.
 * @throws {TypeError} If one differs from the first.
 *
 * @example Usage
 * ```ts
 * import { checkSameSize, zeros } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * const x = zeros([2]), y = zeros([3]);
 * assertThrows(() => checkSameSize("f", { x, y }), TypeError, "y must be [2] like x but is [3]");
 * ```
 */
export function checkSameSize(caller: string, tensors: Record<string, Tensor>): void {
  const names = Object.keys(tensors), first = tensors[names[0]!]!;
  for (const name of names) {
    const { shape } = tensors[name]!;
    if (!sameSize(shape, first.shape)) {
      throw new TypeError(
        `Cannot run ${caller}: ${name} must be ${formatSize(first.shape)} like ${names[0]} but is ${formatSize(shape)}`,
      );
    }
  }
}

/**
 * Returns whether two tensors have one dtype and lie on one device.
 *
 * @example Usage
 * ```ts
 * import { sameType, zeros } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(sameType(zeros([2]), zeros([3])) && !sameType(zeros([2]), zeros([2]).double()));
 * ```
 */
export function sameType(x: Tensor, y: Tensor): boolean {
  return x.store.code === y.store.code && x.store.device === y.store.device;
}

/**
 * Checks that the tensors have one dtype and lie on one device.
 *
 * @param caller The function or method that was called, for the message.
 * @param tensors The arguments by name.
 * @throws {TypeError} If one differs from the first.
 *
 * @example Usage
 * ```ts
 * import { checkSameType, zeros } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * const x = zeros([2]), y = x.double();
 * assertThrows(() => checkSameType("f", { x, y }), TypeError, "y must be float32 like x but is float64");
 * ```
 */
export function checkSameType(caller: string, tensors: Record<string, Tensor>): void {
  const names = Object.keys(tensors), first = tensors[names[0]!]!;
  for (const name of names) {
    const x = tensors[name]!;
    if (x.dtype !== first.dtype) {
      throw new TypeError(
        `Cannot run ${caller}: ${name} must be ${first.dtype} like ${names[0]} but is ${x.dtype}`,
      );
    }
    if (x.device !== first.device) {
      throw new TypeError(
        `Cannot run ${caller}: ${name} must be on ${first.device.name} like ${names[0]} but is on ${x.device.name}`,
      );
    }
  }
}

/**
 * Checks that `x` computes in floating point.
 *
 * @throws {TypeError} If the dtype is neither `float32` nor `float64`.
 *
 * @example Usage
 * ```ts
 * import { checkFloat, zeros } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkFloat("f", "x", zeros([2]).int()), TypeError, "x must be float32 or float64 but is int32");
 * ```
 */
export function checkFloat(caller: string, name: string, x: Tensor): void {
  if (x.dtype !== "float32" && x.dtype !== "float64") {
    throw new TypeError(`Cannot run ${caller}: ${name} must be float32 or float64 but is ${x.dtype}`);
  }
}

/**
 * Checks that a number lies in `[low, high]`; NaN does not.
 *
 * @throws {TypeError} If it is not a number.
 * @throws {RangeError} If it lies outside.
 *
 * @example Usage
 * ```ts
 * import { checkRange } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * checkRange("f", "p", 0.5, 0, 1);
 * assertThrows(() => checkRange("f", "p", NaN, 0, 1), RangeError, "p must be from 0 to 1 but is NaN");
 * ```
 */
export function checkRange(caller: string, name: string, value: number, low: number, high: number): void {
  if (typeof value !== "number") {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a number but is ${describe(value)}`);
  }
  if (!(value >= low && value <= high)) {
    const wanted = high === Infinity
      ? `at least ${low}`
      : low === -Infinity
      ? `at most ${high}`
      : `from ${low} to ${high}`;
    throw new RangeError(`Cannot run ${caller}: ${name} must be ${wanted} but is ${value}`);
  }
}

/**
 * Checks that a number is finite.
 *
 * @throws {TypeError} If it is not a number.
 * @throws {RangeError} If it is NaN or infinite.
 *
 * @example Usage
 * ```ts
 * import { checkFinite } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkFinite("f", "rate", Infinity), RangeError, "rate must be finite but is Infinity");
 * ```
 */
export function checkFinite(caller: string, name: string, value: number): void {
  if (typeof value !== "number") {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a number but is ${describe(value)}`);
  }
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot run ${caller}: ${name} must be finite but is ${value}`);
  }
}

/**
 * Checks that a number is an integer in `[low, high]`.
 *
 * @throws {TypeError} If it is not a number.
 * @throws {RangeError} If it is no integer or lies outside.
 *
 * @example Usage
 * ```ts
 * import { checkInteger } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkInteger("f", "n", 1.5, 1), RangeError, "n must be an integer but is 1.5");
 * ```
 */
export function checkInteger(caller: string, name: string, value: number, low: number, high: number = Infinity): void {
  checkRange(caller, name, value, low, high);
  if (!Number.isInteger(value)) {
    throw new RangeError(`Cannot run ${caller}: ${name} must be an integer but is ${value}`);
  }
}

/**
 * Checks that a value is one of a list.
 *
 * @throws {TypeError} If it is not.
 *
 * @example Usage
 * ```ts
 * import { checkOneOf } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkOneOf("f", "mode", "c", ["a", "b"]), TypeError, 'mode must be one of a, b but is "c"');
 * ```
 */
export function checkOneOf(caller: string, name: string, value: unknown, wanted: readonly string[]): void {
  if (!wanted.includes(value as string)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be one of ${wanted.join(", ")} but is ${describe(value)}`);
  }
}

/**
 * Resolves a dimension that may count from the end.
 *
 * @returns The dimension from 0.
 * @throws {RangeError} If a tensor of `dims` dimensions has none such.
 *
 * @example Usage
 * ```ts
 * import { checkDim } from "@taimatsu/tensor";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(checkDim("f", "dim", -1, 3), 2);
 * assertThrows(() => checkDim("f", "dim", 3, 3), RangeError, "dim must be from -3 to 2 but is 3");
 * ```
 */
export function checkDim(caller: string, name: string, dim: number, dims: number): number {
  if (typeof dim !== "number") {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a number but is ${describe(dim)}`);
  }
  if (!Number.isInteger(dim) || dim < -dims || dim >= dims) {
    const wanted = dims === 0 ? "left out for a tensor without dimensions" : `from ${-dims} to ${dims - 1}`;
    throw new RangeError(`Cannot run ${caller}: ${name} must be ${wanted} but is ${dim}`);
  }
  return dim < 0 ? dim + dims : dim;
}

/**
 * Resolves an index that may count from the end.
 *
 * @returns The index from 0.
 * @throws {RangeError} If it lies outside `[-size, size)`.
 *
 * @example Usage
 * ```ts
 * import { checkIndex } from "@taimatsu/tensor";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(checkIndex("f", "i", -1, 5), 4);
 * assertThrows(() => checkIndex("f", "i", 5, 5), RangeError, "i must be from -5 to 4 but is 5");
 * ```
 */
export function checkIndex(caller: string, name: string, index: number, size: number): number {
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new RangeError(
      `Cannot run ${caller}: ${name} must be from ${-size} to ${size - 1} but is ${describe(index)}`,
    );
  }
  return index < 0 ? index + size : index;
}

/**
 * Checks a list of sizes.
 *
 * @throws {TypeError} If it is no list.
 * @throws {RangeError} If an entry is no integer from 0, there are more than 16, or the elements exceed 2⁵³.
 *
 * @example Usage
 * ```ts
 * import { checkShape } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkShape("f", [2, -1]), RangeError, "sizes must be integers from 0");
 * ```
 */
export function checkShape(caller: string, shape: readonly number[]): void {
  if (!Array.isArray(shape)) {
    throw new TypeError(`Cannot run ${caller}: the size must be a list of numbers but is ${describe(shape)}`);
  }
  if (shape.length > 16) {
    throw new RangeError(`Cannot run ${caller}: the size must have at most 16 dimensions but has ${shape.length}`);
  }
  let n = 1;
  for (let d = 0; d < shape.length; d++) {
    const s = shape[d]!;
    if (!Number.isInteger(s) || s < 0) {
      throw new RangeError(`Cannot run ${caller}: sizes must be integers from 0 but the size is ${describe(shape)}`);
    }
    n *= s;
  }
  if (n > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`Cannot run ${caller}: the size ${describe(shape)} has more elements than can be counted`);
  }
}

/**
 * Checks that a tensor may receive a result: none of its elements stands for several.
 *
 * @throws {TypeError} If it is expanded.
 *
 * @example Usage
 * ```ts
 * import { checkWritable, zeros } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => checkWritable("f", "x", zeros([1]).expand(3)), TypeError, "x must not be expanded");
 * ```
 */
export function checkWritable(caller: string, name: string, x: Tensor): void {
  const { shape, strides, count } = x;
  for (let d = 0; count > 0 && d < shape.length; d++) {
    if (strides[d] === 0 && shape[d]! > 1) {
      throw new TypeError(
        `Cannot run ${caller}: ${name} must not be expanded but dimension ${d} of ${formatSize(shape)} repeats its ` +
          `elements (clone it first)`,
      );
    }
  }
}
