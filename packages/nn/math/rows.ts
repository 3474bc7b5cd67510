import type { Tensor } from "@taimatsu/tensor";

/** Returns a vector as a batch of one, a batch of rows as it is. */
export function asRows(x: Tensor): Tensor {
  return x.shape.length === 1 ? x.unsqueeze(0) : x;
}
