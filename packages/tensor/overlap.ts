import { sameSize } from "./check.ts";
import type { Tensor } from "./tensor.ts";

/** The first and the last position of a tensor in its storage. */
function rangeOf({ shape, strides, offset }: Tensor): [number, number] {
  let low = offset, high = offset;
  for (let d = 0; d < shape.length; d++) {
    const reach = (shape[d]! - 1) * strides[d]!;
    if (reach < 0) low += reach;
    else high += reach;
  }
  return [low, high];
}

/** Returns whether two tensors over one storage share elements otherwise than each with its counterpart. */
export function overlaps(x: Tensor, y: Tensor): boolean {
  if (x.count === 0 || y.count === 0) return false;
  if (x.offset === y.offset && sameSize(x.shape, y.shape) && sameSize(x.strides, y.strides)) return false;
  const [low, high] = rangeOf(x), [from, to] = rangeOf(y);
  return from <= high && low <= to;
}
