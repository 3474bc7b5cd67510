// A tensor cut into parts, and repeated.
import { checkDim, checkInteger } from "./check.ts";
import { copyInto } from "./copy.ts";
import { fresh, receiver, sizesFrom, viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";
import { narrow } from "./view.ts";

/**
 * Cuts a tensor into parts of a given length.
 *
 * @param x Any dtype, at least one dimension.
 * @param size Length of the parts; the last may be shorter.
 * @param dim The dimension; negative ones count from the end; the first by default.
 * @returns Views of `x`.
 *
 * @example Usage
 * ```ts
 * import { arange, split } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(split(arange(5), 2).map((part) => part.toArray()), [[0, 1], [2, 3], [4]]);
 * ```
 */
export function split(x: Tensor, size: number, dim = 0): Tensor[] {
  dim = checkDim("split", "dim", dim, x.shape.length);
  checkInteger("split", "size", size, 1);
  const whole = x.shape[dim]!, parts: Tensor[] = [];
  for (let start = 0; start < whole; start += size) parts.push(narrow(x, dim, start, Math.min(size, whole - start)));
  return parts;
}

/**
 * Cuts a tensor into parts of equal length.
 *
 * @param x Any dtype, at least one dimension.
 * @param n How many parts; as in Torch7 there may be fewer, because each has the length ⌈size / n⌉ and only the last is shorter.
 * @param dim The dimension; negative ones count from the end; the first by default.
 * @returns Views of `x`.
 *
 * @example Usage
 * ```ts
 * import { arange, chunk } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(chunk(arange(5), 2).map((part) => part.toArray()), [[0, 1, 2], [3, 4]]);
 * ```
 */
export function chunk(x: Tensor, n: number, dim = 0): Tensor[] {
  dim = checkDim("chunk", "dim", dim, x.shape.length);
  checkInteger("chunk", "n", n, 1);
  return split(x, Math.max(1, Math.ceil(x.shape[dim]! / n)), dim);
}

/**
 * Returns copies of a tensor side by side.
 *
 * @param x Any size and dtype.
 * @param sizes How often along each dimension; numbers in excess add dimensions in front.
 * @param options `out` receives the result.
 * @returns Sized like `x`, times `sizes`.
 * @throws {RangeError} If there are fewer numbers than dimensions.
 *
 * @example Usage
 * ```ts
 * import { repeatTensor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(repeatTensor(tensor([1, 2]), [2, 2]).toArray(), [[1, 2, 1, 2], [1, 2, 1, 2]]);
 * ```
 */
export function repeatTensor(x: Tensor, sizes: readonly number[], options?: OutOption): Tensor {
  const times = sizesFrom("repeatTensor", [sizes]), lead = times.length - x.shape.length, out = options?.out;
  checkInteger("repeatTensor", "the number of repeats", times.length, x.shape.length, 16);
  const { code, device } = x.store;
  if (x.shape.length === 0) return receiver("repeatTensor", out, code, [], device);
  const shape = times.map((n, d) => n * (d < lead ? 1 : x.shape[d - lead]!));
  const source = out !== undefined && x.store === out.store ? x.clone() : x,
    r = receiver("repeatTensor", out, code, shape, device);
  if (r.count === 0) return r;
  const target = r.dense ? r : fresh(code, shape, device);
  // Each dimension as [repeat, size], where both are more than 1.
  const split: number[] = [], steps: number[] = [], from: number[] = [];
  times.forEach((n, d) => {
    const size = d < lead ? 1 : source.shape[d - lead]!, stride = target.strides[d]!;
    if (n > 1) split.push(n), steps.push(stride * size), from.push(0);
    if (size > 1) split.push(size), steps.push(stride), from.push(source.strides[d - lead]!);
  });
  if (split.length === 0) split.push(1), steps.push(1), from.push(1);
  copyInto(viewAt(target, split, steps, target.offset), viewAt(source, split, from, source.offset));
  return target === r ? r : copyInto(r, target);
}
