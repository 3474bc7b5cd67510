import { formatSize } from "./check.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Returns the common size of two sizes: aligned at the last dimension, where a size of 1 or a missing one stretches.
 *
 * @throws {TypeError} If the sizes are not compatible; the message names both.
 */
export function broadcastSize(caller: string, a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0 || b.length === 0) throw mismatch(caller, a, b);
  const dims = Math.max(a.length, b.length), shape = new Array<number>(dims);
  for (let d = 1; d <= dims; d++) {
    const m = d <= a.length ? a[a.length - d]! : 1, n = d <= b.length ? b[b.length - d]! : 1;
    if (m !== n && m !== 1 && n !== 1) throw mismatch(caller, a, b);
    shape[dims - d] = m === 1 ? n : m;
  }
  return shape;
}

function mismatch(caller: string, a: readonly number[], b: readonly number[]): TypeError {
  return new TypeError(`Cannot run ${caller}: sizes ${formatSize(a)} and ${formatSize(b)} are not compatible`);
}

/** Returns the strides with which `x` reads as `shape`: 0 where it stretches. */
export function broadcastStrides(x: Tensor, shape: readonly number[]): readonly number[] {
  const lead = shape.length - x.shape.length, strides = new Array<number>(shape.length);
  for (let d = 0; d < shape.length; d++) {
    strides[d] = d < lead || (x.shape[d - lead] === 1 && shape[d] !== 1) ? 0 : x.strides[d - lead]!;
  }
  return strides;
}
