import { formatSize } from "./check.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Returns the common size of two sizes: aligned at the last dimension, where a size of 1 or a missing one stretches. It is one
 * of both lists where that has the size already.
 *
 * @throws {TypeError} If the sizes are not compatible; the message names both.
 */
export function broadcastSize(caller: string, a: readonly number[], b: readonly number[]): readonly number[] {
  const long = a.length < b.length ? b : a, short = a.length < b.length ? a : b, lead = long.length - short.length;
  if (short.length === 0 && long.length > 0) throw mismatch(caller, a, b);
  let shape = long, copy: number[] | undefined;
  for (let d = 0; d < short.length; d++) {
    const m = long[lead + d]!, n = short[d]!;
    if (m === n || n === 1) continue;
    if (m !== 1) throw mismatch(caller, a, b);
    if (copy === undefined) shape = copy = long.slice();
    copy[lead + d] = n;
  }
  return shape;
}

function mismatch(caller: string, a: readonly number[], b: readonly number[]): TypeError {
  return new TypeError(`Cannot run ${caller}: sizes ${formatSize(a)} and ${formatSize(b)} are not compatible`);
}

/** Returns the strides with which `x` reads as `shape`: 0 where it stretches. */
export function broadcastStrides(x: Tensor, shape: readonly number[]): readonly number[] {
  if (x.shape === shape) return x.strides;
  const lead = shape.length - x.shape.length, strides = shape.slice();
  for (let d = 0; d < shape.length; d++) {
    strides[d] = d < lead || (x.shape[d - lead] === 1 && shape[d] !== 1) ? 0 : x.strides[d - lead]!;
  }
  return strides;
}
