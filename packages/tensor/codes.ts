// Dtypes as the numbers that the native library knows them by.
import { checkOneOf } from "./check.ts";
import { type Dtype, DTYPES, type TypedArray } from "./dtype.ts";

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

/** The numbers of some dtypes in the native library, which hot paths compare with. */
export const UINT8 = 0, INT8 = 1, FLOAT32 = 5, FLOAT64 = 6, INT64 = 4, BOOL = 7, BFLOAT16 = 9;

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

/** Makes the typed array of dtype number `code` over `buffer`. */
export function viewOf(code: number, buffer: ArrayBuffer, byteOffset = 0, length?: number): TypedArray {
  const count = length ?? Math.floor((buffer.byteLength - byteOffset) / ELEMENT_SIZE[code]!);
  return new ARRAYS[code]!(buffer, byteOffset, count) as TypedArray;
}

let current: number = FLOAT32;

/** Returns the number of the dtype of tensors that are made without one. */
export function defaultCode(): number {
  return current;
}

/** Sets the number of the dtype of tensors that are made without one. */
export function setDefaultCode(code: number): void {
  current = code;
}

/** Returns the number of the dtype that options ask for, or of the default one. */
export function codeFrom(options: { dtype?: Dtype } | undefined): number {
  const dtype = options?.dtype;
  return dtype === undefined ? current : dtypeCode(dtype);
}
