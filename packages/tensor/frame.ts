import { DTYPES } from "./dtype.ts";
import type { Tensor } from "./tensor.ts";

// tm_frame in taimatsu.h: result[8], then operands of { dtype, dims, offset, bytes, size[16], stride[16] }.
const MAX_DIMS = 16, RESULTS = 8, OPERANDS = 10, OPERAND = 4 + 2 * MAX_DIMS;
const SIZE = 4, STRIDE = SIZE + MAX_DIMS;

/** The frame of this isolate, filled just before each call of the native library. Users never get hold of it. */
const memory = new Float64Array(RESULTS + OPERANDS * OPERAND);

/** The frame as the argument of a call. */
export const frame: ArrayBuffer = memory.buffer;

/** Describes `x` as operand `k` of the next call. */
export function put(k: number, x: Tensor): void {
  const { shape, strides, store } = x;
  if (shape.length !== 2) return putView(k, x, shape, strides);
  // Matrices are the most frequent; without the loop they cost half.
  const at = RESULTS + k * OPERAND;
  memory[at] = store.code;
  memory[at + 1] = 2;
  memory[at + 2] = store.base + x.offset;
  memory[at + 3] = store.extent;
  memory[at + SIZE] = shape[0]!;
  memory[at + SIZE + 1] = shape[1]!;
  memory[at + STRIDE] = strides[0]!;
  memory[at + STRIDE + 1] = strides[1]!;
}

/** Describes `x` with other sizes and strides (a broadcast, a reshaped view) as operand `k` of the next call. */
export function putView(k: number, x: Tensor, shape: readonly number[], strides: readonly number[]): void {
  const at = RESULTS + k * OPERAND, dims = shape.length, { store } = x;
  memory[at] = store.code;
  memory[at + 1] = dims;
  memory[at + 2] = store.base + x.offset;
  memory[at + 3] = store.extent;
  for (let d = 0; d < dims; d++) {
    memory[at + SIZE + d] = shape[d]!;
    memory[at + STRIDE + d] = strides[d]!;
  }
}

/** Describes a contiguous `x` with up to three other sizes as operand `k`: the cheap form for layers. */
export function putSize(k: number, x: Tensor, shape: readonly number[]): void {
  const at = RESULTS + k * OPERAND, dims = shape.length, { store } = x;
  memory[at] = store.code;
  memory[at + 1] = dims;
  memory[at + 2] = store.base + x.offset;
  memory[at + 3] = store.extent;
  let stride = 1;
  for (let d = dims - 1; d >= 0; d--) {
    memory[at + SIZE + d] = shape[d]!;
    memory[at + STRIDE + d] = stride;
    stride *= shape[d]!;
  }
}

/** Says that operand `k` of the next call is left out; its storage argument is `null`. */
export function skip(k: number): void {
  const at = RESULTS + k * OPERAND;
  memory[at] = 0;
  memory[at + 1] = 0;
}

/** Returns number `k` that the last call computed. */
export function result(k = 0): number {
  return memory[k]!;
}

/** Fills a frame with any numbers: for tests of what the native library refuses. */
export function poke(index: number, value: number): void {
  memory[index] = value;
}

/** Sizes of the frame, for tests of what the native library refuses. */
export const FRAME_LAYOUT = { MAX_DIMS, RESULTS, OPERANDS, OPERAND, SIZE, STRIDE, DTYPES: DTYPES.length } as const;
