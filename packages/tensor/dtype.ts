import { checkOneOf } from "./check.ts";
import { defaultCode, dtypeCode, FLOAT32, FLOAT64, setDefaultCode } from "./codes.ts";

export { dtypeCode, FLOAT32, FLOAT64, INT64 } from "./codes.ts";

/**
 * The element types, in the order of their numbers in the native library.
 *
 * @example Usage
 * ```ts
 * import { DTYPES } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(DTYPES.includes("float32"));
 * ```
 */
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

/**
 * Returns whether dtype number `code` is one that the floating-point functions compute in.
 *
 * @example Usage
 * ```ts
 * import { dtypeCode, isFloat } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(isFloat(dtypeCode("float32")) && !isFloat(dtypeCode("int32")));
 * ```
 */
export function isFloat(code: number): boolean {
  return code === FLOAT32 || code === FLOAT64;
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
  return DTYPES[defaultCode()]!;
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
  setDefaultCode(dtypeCode(dtype));
}
