import { checkOneOf } from "./check.ts";

/** The element types, in the order of their numbers in the native library. */
export const DTYPES = [
  "uint8",
  "int8",
  "int16",
  "int32",
  "int64",
  "float32",
  "float64",
  "bool",
  "float16",
  "bfloat16",
] as const;

/** An element type; `float16` and `bfloat16` are for storage and conversion, `bool` for comparison and logic. */
export type Dtype = typeof DTYPES[number];

/** The typed array that holds a dtype's elements; `bfloat16` lies in a `Uint16Array` as its bits. */
export type TypedArray =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Float16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>;

const ELEMENT_SIZE = [1, 1, 2, 4, 8, 4, 8, 1, 2, 2];
const ARRAYS = [
  Uint8Array,
  Int8Array,
  Int16Array,
  Int32Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
  Uint8Array,
  Float16Array,
  Uint16Array,
] as const;

/** The number of `float32` and `float64` in the native library, which hot paths compare with. */
export const FLOAT32 = 5, FLOAT64 = 6, INT64 = 4, BOOL = 7, BFLOAT16 = 9;

/** Returns the number of a dtype in the native library. */
export function dtypeCode(dtype: Dtype): number {
  const code = DTYPES.indexOf(dtype);
  if (code < 0) checkOneOf("Tensor", "dtype", dtype, DTYPES);
  return code;
}

/** Returns the bytes of an element of dtype number `code`. */
export function elementSizeOf(code: number): number {
  return ELEMENT_SIZE[code]!;
}

/** Returns whether dtype number `code` is one that the floating-point functions compute in. */
export function isFloat(code: number): boolean {
  return code === FLOAT32 || code === FLOAT64;
}

/** Makes the typed array of dtype number `code` over `buffer`. */
export function viewOf(code: number, buffer: ArrayBuffer, byteOffset = 0, length?: number): TypedArray {
  const count = length ?? Math.floor((buffer.byteLength - byteOffset) / ELEMENT_SIZE[code]!);
  return new ARRAYS[code]!(buffer, byteOffset, count) as TypedArray;
}

let current: Dtype = "float32", currentCode: number = FLOAT32;

/** Returns the number of the dtype of tensors that are made without one. */
export function defaultCode(): number {
  return currentCode;
}

/**
 * Returns the dtype of tensors that are made without one: `float32` unless {@linkcode setDefaultDtype} changed it.
 *
 * @example Usage
 * ```ts
 * import { defaultDtype, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(zeros([2]).dtype, defaultDtype());
 * ```
 */
export function defaultDtype(): Dtype {
  return current;
}

/**
 * Sets the dtype of tensors that are made without one (Torch7's `setdefaulttensortype`).
 *
 * @param dtype Any dtype that tensors can compute in.
 * @throws {TypeError} If `dtype` is none.
 *
 * @example Usage
 * ```ts
 * import { setDefaultDtype, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * setDefaultDtype("float64");
 * assertEquals(zeros([2]).dtype, "float64");
 * setDefaultDtype("float32");
 * ```
 */
export function setDefaultDtype(dtype: Dtype): void {
  checkOneOf("setDefaultDtype", "dtype", dtype, DTYPES);
  current = dtype;
  currentCode = dtypeCode(dtype);
}
