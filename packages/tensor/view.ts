// Views: other sizes and strides over the same storage.
import { broadcastStrides } from "./broadcast.ts";
import { checkDim, checkIndex, checkInteger, formatSize } from "./check.ts";
import { copyInto } from "./copy.ts";
import { fresh, sizesFor, sizesFrom, stridesOf, viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { Sizes } from "./types.ts";

/** Returns the slice at `index` of dimension `dim`, which is removed; a 1-D tensor gives a view of its one element. */
export function select(x: Tensor, dim: number, index: number): Tensor {
  const dims = x.shape.length;
  dim = checkDim("select", "dim", dim, dims);
  index = checkIndex("select", "index", index, x.shape[dim]!);
  const offset = x.offset + index * x.strides[dim]!;
  if (dims === 1) return viewAt(x, [1], [1], offset);
  if (dims === 2) return viewAt(x, [x.shape[1 - dim]!], [x.strides[1 - dim]!], offset);
  const shape = new Array<number>(dims - 1), strides = new Array<number>(dims - 1);
  for (let d = 0, k = 0; d < dims; d++) {
    if (d === dim) continue;
    shape[k] = x.shape[d]!;
    strides[k++] = x.strides[d]!;
  }
  return viewAt(x, shape, strides, offset);
}

/** Returns `length` entries of dimension `dim` from `start` on. */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  dim = checkDim("narrow", "dim", dim, x.shape.length);
  const size = x.shape[dim]!;
  checkInteger("narrow", "start", start, -size, size);
  if (start < 0) start += size;
  checkInteger("narrow", "length", length, 0, size - start);
  const offset = x.offset + start * x.strides[dim]!;
  if (x.shape.length === 1) return viewAt(x, [length], x.strides, offset);
  const shape = x.shape.slice();
  shape[dim] = length;
  return viewAt(x, shape, x.strides, offset);
}

/** Returns the tensor with two dimensions exchanged. */
export function transpose(x: Tensor, a: number, b: number): Tensor {
  a = checkDim("transpose", "the first dimension", a, x.shape.length);
  b = checkDim("transpose", "the second dimension", b, x.shape.length);
  if (x.shape.length === 2 && a !== b) {
    return viewAt(x, [x.shape[1]!, x.shape[0]!], [x.strides[1]!, x.strides[0]!], x.offset);
  }
  const shape = x.shape.slice(), strides = x.strides.slice();
  shape[a] = x.shape[b]!;
  shape[b] = x.shape[a]!;
  strides[a] = x.strides[b]!;
  strides[b] = x.strides[a]!;
  return viewAt(x, shape, strides, x.offset);
}

/** Returns the dimensions in another order. */
export function permute(x: Tensor, dims: Sizes): Tensor {
  const order = (dims.length === 1 && Array.isArray(dims[0]) ? dims[0] : dims) as readonly number[];
  const n = x.shape.length, seen = new Set<number>();
  for (const d of order) seen.add(checkDim("permute", "a dimension", d, n));
  if (order.length !== n || seen.size !== n) {
    throw new RangeError(`Cannot run permute: the dimensions must name each of ${n} once but are ${formatSize(order)}`);
  }
  const source = [...seen];
  return viewAt(x, source.map((d) => x.shape[d]!), source.map((d) => x.strides[d]!), x.offset);
}

/** Returns the elements with other sizes, as a view of a contiguous tensor. */
export function view(x: Tensor, sizes: Sizes): Tensor {
  const shape = sizesFor("view", sizes, x.count);
  if (!x.dense) {
    throw new TypeError(`Cannot run view: the tensor must be contiguous but has the strides ${formatSize(x.strides)}`);
  }
  return viewAt(x, shape, stridesOf(shape), x.offset);
}

/** Returns a contiguous copy with other sizes. */
export function reshape(x: Tensor, sizes: Sizes): Tensor {
  return copyInto(fresh(x.store.code, sizesFor("reshape", sizes, x.count), x.store.device), x);
}

/** Returns the tensor stretched to larger sizes without a copy; −1 keeps a size, new dimensions come first. */
export function expand(x: Tensor, sizes: Sizes): Tensor {
  const wanted = (sizes.length === 1 && Array.isArray(sizes[0]) ? sizes[0] : sizes) as readonly number[];
  const lead = wanted.length - x.shape.length;
  const shape = sizesFrom("expand", wanted.map((s, d) => s === -1 && d >= lead ? x.shape[d - lead]! : s));
  const fits = lead >= 0 && x.shape.length > 0 &&
    x.shape.every((s, d) => s === 1 || s === shape[d + lead]);
  if (!fits) {
    throw new TypeError(`Cannot run expand: ${formatSize(x.shape)} cannot be expanded to ${formatSize(shape)}`);
  }
  return viewAt(x, shape, broadcastStrides(x, shape), x.offset);
}

/** Returns the tensor without its dimensions of size 1, or without `dim` if that has size 1; one element stays [1]. */
export function squeeze(x: Tensor, dim?: number): Tensor {
  if (dim !== undefined) dim = checkDim("squeeze", "dim", dim, x.shape.length);
  const keep = x.shape.map((s, d) => s !== 1 || (dim !== undefined && d !== dim));
  if (x.shape.length > 0 && !keep.includes(true)) keep[0] = true;
  return viewAt(x, x.shape.filter((_, d) => keep[d]), x.strides.filter((_, d) => keep[d]), x.offset);
}

/** Returns the tensor with a new dimension of size 1 before `dim`. */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  const dims = x.shape.length;
  if (dims === 0) throw new TypeError("Cannot run unsqueeze: the tensor must have dimensions but is []");
  dim = checkDim("unsqueeze", "dim", dim, dims + 1);
  const stride = dim < dims ? x.strides[dim]! * x.shape[dim]! : 1;
  return viewAt(x, x.shape.toSpliced(dim, 0, 1), x.strides.toSpliced(dim, 0, stride), x.offset);
}

/** Returns all slices of `size` along `dim`, `step` apart: a new last dimension holds their elements. */
export function unfold(x: Tensor, dim: number, size: number, step: number): Tensor {
  dim = checkDim("unfold", "dim", dim, x.shape.length);
  checkInteger("unfold", "size", size, 1, x.shape[dim]!);
  checkInteger("unfold", "step", step, 1);
  const shape = x.shape.slice(), strides = x.strides.slice(), stride = strides[dim]!;
  shape[dim] = Math.floor((shape[dim]! - size) / step) + 1;
  strides[dim] = stride * step;
  return viewAt(x, [...shape, size], [...strides, stride], x.offset);
}

/** Returns the dimensions from `start` to `end` as one: a view where memory allows it, else a copy. */
export function flatten(x: Tensor, start = 0, end = -1): Tensor {
  const dims = x.shape.length;
  if (dims === 0) return viewAt(x, [], [], x.offset);
  start = checkDim("flatten", "start", start, dims);
  end = checkDim("flatten", "end", end, dims);
  checkInteger("flatten", "end", end, start);
  const run = x.shape.slice(start, end + 1),
    shape = x.shape.toSpliced(start, run.length, run.reduce((n, s) => n * s, 1));
  const merges = run.every((s, i) => i === 0 || x.strides[start + i - 1] === x.strides[start + i]! * s);
  if (x.dense) return viewAt(x, shape, stridesOf(shape), x.offset);
  return merges
    ? viewAt(x, shape, x.strides.toSpliced(start, run.length, x.strides[end]!), x.offset)
    : reshape(x, shape);
}
