// Extremes along a dimension in tensors that a module keeps.
import type { Tensor } from "@taimatsu/tensor";
import { frame, numberOf, type Op, put } from "@taimatsu/tensor/native";

/**
 * Writes the extremes of `x` along a dimension to `r` and their first positions to `index` (int64), which have size 1 there.
 *
 * @param op The row `max` or `min` of the reductions.
 */
export function extremeInto(op: Op, r: Tensor, index: Tensor, x: Tensor, dim: number): void {
  const { device } = x.store;
  put(0, r);
  put(1, index);
  put(2, x);
  const status = device.symbols.tm_reduce_index(
    numberOf(op),
    r.store.block.arg,
    index.store.block.arg,
    x.store.block.arg,
    frame,
    dim,
  );
  if (status !== 0) throw device.error(status);
}
