// Reading and writing the elements of tensors that modules keep.
import type { Tensor, TypedArray } from "@taimatsu/tensor";
import { dtypeCode } from "@taimatsu/tensor/native";

/** Number of the dtype of positions and lists in the native library. */
export const INT32: number = dtypeCode("int32");

/** Returns the elements of a contiguous tensor; they are to be used at once, before its memory is resized. */
export function elementsOf(x: Tensor): TypedArray {
  const { store } = x, start = store.base + x.offset;
  return store.block.view(store.code).subarray(start, start + x.count);
}

/** As {@linkcode elementsOf} for an int32 tensor. */
export function integersOf(x: Tensor): Int32Array {
  return elementsOf(x) as Int32Array;
}

/** As {@linkcode elementsOf} for a float32 or float64 tensor. */
export function floatsOf(x: Tensor): Float32Array | Float64Array {
  return elementsOf(x) as Float32Array | Float64Array;
}
