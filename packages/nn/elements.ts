// Reading and writing the elements of tensors that modules keep.
import type { Tensor, TypedArray } from "@taimatsu/tensor";
import { dtypeCode, elementsOf, putBack } from "@taimatsu/tensor/native";

/** Number of the dtype of positions and lists in the native library. */
export const INT32: number = dtypeCode("int32");

function listOf(x: Tensor): TypedArray {
  const { data, start } = elementsOf<TypedArray>(x);
  return data.subarray(start, start + x.count);
}

/**
 * Returns the elements of a contiguous int32 tensor: on the CPU where they lie, else a copy. They are to be used at once, before its
 * memory is resized; {@linkcode write} ends writing them.
 */
export function integersOf(x: Tensor): Int32Array {
  return listOf(x) as Int32Array;
}

/** As {@linkcode integersOf} for a float32 or float64 tensor. */
export function floatsOf(x: Tensor): Float32Array | Float64Array {
  return listOf(x) as Float32Array | Float64Array;
}

/** Makes what was written to the elements of a tensor known to it. */
export function write(x: Tensor, elements: ArrayBufferView): void {
  putBack(x, { data: elements, start: 0 });
}
