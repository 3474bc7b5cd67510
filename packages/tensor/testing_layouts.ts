import { zeros } from "./create.ts";
import { viewAt } from "./make.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Returns the same elements in memory of different layouts, which a function must not tell apart: contiguous, transposed (the
 * first dimension runs fastest), strided (gaps between elements), offset (a part of a larger tensor) and reversed (negative
 * strides).
 *
 * @param x A tensor with at least one element.
 * @returns Tensors of the sizes and the elements of `x`, by the name of their layout; each has memory of its own.
 *
 * @example Usage
 * ```ts
 * import { sum, tensor } from "@taimatsu/tensor";
 * import { layoutsOf } from "@taimatsu/tensor/testing";
 * import { assertEquals } from "@std/assert";
 *
 * for (const [name, x] of Object.entries(layoutsOf(tensor([[1, 2], [3, 4]])))) assertEquals(sum(x), 10, name);
 * ```
 */
export function layoutsOf(x: Tensor): Record<"contiguous" | "transposed" | "strided" | "offset" | "reversed", Tensor> {
  const size = x.size(), last = size.length - 1, { dtype, device } = x;
  const backwards = size.map((_, d) => last - d);
  const wide = zeros([...size.slice(0, -1), 2 * size[last]!], { dtype, device });
  const large = zeros(size.map((s) => s + 2), { dtype, device });
  let inner = large;
  for (let d = 0; d <= last; d++) inner = inner.narrow(d, 1, size[d]!);
  const flat = zeros(size, { dtype, device });
  return {
    contiguous: x.clone(),
    transposed: x.permute(backwards).clone().permute(backwards),
    strided: wide.at(...size.slice(0, -1).map(() => null), [0, 2 * size[last]!, 2]).copy(x),
    offset: inner.copy(x),
    reversed: viewAt(flat, flat.shape, flat.strides.map((s) => -s), x.count - 1).copy(x),
  };
}
