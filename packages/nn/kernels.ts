// What layers share on the way to the native library.
import type { Device, Tensor } from "@taimatsu/tensor";
import { fresh, kernelsFrom, putSize, resizeTo, type Symbols } from "@taimatsu/tensor/native";
import { NN_SYMBOLS } from "./symbols.ts";

const rows = [0, 0], maps = [0, 0, 0, 0];

/** Returns the functions for layers of a device; the last device's are at hand. */
export const kernelsOf: (device: Device) => Symbols<typeof NN_SYMBOLS> = kernelsFrom(NN_SYMBOLS);

/** Memory that a module keeps may have been disposed, by `tidy()` for one: it is made anew. */
function held(x: Tensor): Tensor {
  if (x.store.length < x.offset + x.count) x.store.reserve(x.offset + x.count);
  return x;
}

/** Gives a tensor that a module keeps the sizes of `shape`. */
export function fitLike(x: Tensor, shape: readonly number[]): Tensor {
  return held(resizeTo(x, shape));
}

/** Gives a tensor that a module keeps the size [n], or [batch, n] unless `sample`; a list is made only when it changes. */
export function fitRows(x: Tensor, sample: boolean, batch: number, n: number): Tensor {
  const { shape } = x;
  const fits = sample
    ? shape.length === 1 && shape[0] === n
    : shape.length === 2 && shape[0] === batch && shape[1] === n;
  return held(fits ? x : resizeTo(x, sample ? [n] : [batch, n]));
}

/** As {@linkcode fitRows} for maps: [c, h, w], or [batch, c, h, w] unless `sample`. */
export function fitMaps(x: Tensor, sample: boolean, batch: number, c: number, h: number, w: number): Tensor {
  const { shape } = x, d = sample ? 0 : 1;
  const fits = shape.length === d + 3 && shape[d] === c && shape[d + 1] === h && shape[d + 2] === w &&
    (sample || shape[0] === batch);
  return held(fits ? x : resizeTo(x, sample ? [c, h, w] : [batch, c, h, w]));
}

/** Returns a tensor that a module keeps, made if there is none, with the sizes of `shape` and unknown contents. */
export function kept(buffer: Tensor | null, code: number, shape: readonly number[], device: Device): Tensor {
  return fitLike(buffer !== null && buffer.store.device === device ? buffer : fresh(code, shape, device), shape);
}

/** Copies `x` into the buffer, which is made if there is none of its dtype. */
export function copyTo(buffer: Tensor | null, x: Tensor): Tensor {
  const { code, device } = x.store,
    fits = buffer !== null && buffer.store.code === code && buffer.store.device === device;
  return fitLike(fits ? buffer : fresh(code, x.shape, device), x.shape).copy(x);
}

/** Describes a contiguous `x` as operand `k` of size [batch, n]. */
export function putRows(k: number, x: Tensor, batch: number, n: number): void {
  rows[0] = batch;
  rows[1] = n;
  putSize(k, x, rows);
}

/** Describes a contiguous `x` as operand `k` of size [batch, c, h, w]. */
export function putMaps(k: number, x: Tensor, batch: number, c: number, h: number, w: number): void {
  maps[0] = batch;
  maps[1] = c;
  maps[2] = h;
  maps[3] = w;
  putSize(k, x, maps);
}
