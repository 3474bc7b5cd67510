// Positions that a layer takes as its input: integers from 0, of whatever dtype.
import { describe, formatSize, frac, isFloat, type Tensor } from "@taimatsu/tensor";
import { INT64 } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";

/** What a layer keeps to read positions. */
export interface PositionBuffers {
  /** Positions that were no contiguous int64 tensor. */
  _positions: Tensor | null;
  /** Fractions of numbers that must be whole. */
  _fraction: Tensor | null;
}

/** Writes the place of element number `k` in row-major order: `[1, 2]`. */
function placeOf(x: Tensor, k: number): string {
  const place = x.shape.map(() => 0);
  for (let d = place.length - 1; d >= 0; d--) {
    place[d] = k % x.shape[d]!;
    k = Math.floor(k / x.shape[d]!);
  }
  return formatSize(place);
}

/** Returns the first element that is wrong and its place: `7 at [1, 2]`. */
function firstWrong(x: Tensor, wrong: (value: number) => boolean): string {
  const flat = x.contiguous().view(x.count);
  let k = 0;
  while (k < x.count - 1 && !wrong(flat.get(k))) k++;
  return `${flat.get(k)} at ${placeOf(x, k)}`;
}

/** Throws unless all elements of a tensor of floating point are whole numbers. */
export function checkWhole(buffers: PositionBuffers, caller: string, name: string, x: Tensor): void {
  const { code } = x.store, known = buffers._fraction;
  const fraction = kept(known?.store.code === code ? known : null, code, x.shape, x.store.device);
  buffers._fraction = fraction;
  if (x.count > 0 && frac(x, { out: fraction }).any()) {
    const wrong = firstWrong(x, (value) => !Number.isInteger(value));
    throw new TypeError(`Cannot run ${caller}: ${name} must hold whole numbers but has ${wrong}`);
  }
}

/**
 * Returns positions as a contiguous int64 tensor: `x` itself or a copy in a buffer.
 *
 * @param buffers The layer.
 * @param caller Its method, for messages.
 * @param name The argument's name.
 * @param x Integers of any dtype; numbers of floating point if they are whole.
 * @throws {TypeError} If it is no tensor, or holds something else.
 */
export function wholePositions(buffers: PositionBuffers, caller: string, name: string, x: Tensor): Tensor {
  if (!x?.store) {
    const found = Array.isArray(x) ? "a list" : describe(x);
    throw new TypeError(`Cannot run ${caller}: ${name} must be a tensor but is ${found}`);
  }
  const { code } = x.store;
  if (code === INT64 && x.dense) return x;
  if (isFloat(code)) checkWhole(buffers, caller, name, x);
  else if (code > INT64) throw new TypeError(`Cannot run ${caller}: ${name} must hold integers but is ${x.dtype}`);
  return buffers._positions = kept(buffers._positions, INT64, x.shape, x.store.device).copy(x);
}

/**
 * Throws unless all positions lie in a dimension.
 *
 * @param caller The method, for messages.
 * @param name The argument's name.
 * @param x int64, any size.
 * @param size The size of the dimension.
 * @throws {RangeError} If one is negative or too large; the message names the first and its place.
 */
export function checkPositions(caller: string, name: string, x: Tensor, size: number): void {
  if (x.count === 0 || (x.min() >= 0 && x.max() < size)) return;
  const wrong = firstWrong(x, (value) => value < 0 || value >= size);
  throw new RangeError(`Cannot run ${caller}: ${name} must hold positions from 0 to ${size - 1} but has ${wrong}`);
}
