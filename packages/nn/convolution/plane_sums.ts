// Sums over all but the planes: what the gradients of biases are.
import { sum, type Tensor } from "@taimatsu/tensor";
import { viewAt } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";

/**
 * Adds `scale` times the sums of each plane.
 *
 * @param total [planes], what they are added to.
 * @param x Contiguous, seen as [outer, planes, inner].
 * @param scratch A list that the module keeps.
 */
export function addPlaneSums(
  total: Tensor,
  scale: number,
  x: Tensor,
  outer: number,
  planes: number,
  inner: number,
  scratch: Tensor[],
): void {
  if (x.count === 0) return;
  const { code } = x.store;
  let rows = x.view(outer, planes, inner);
  if (inner > 1) {
    rows = sum(rows, 2, { out: scratch[0] = kept(scratch[0] ?? null, code, [outer, planes, 1], x.store.device) });
  }
  if (outer > 1) {
    rows = sum(rows, 0, { out: scratch[1] = kept(scratch[1] ?? null, code, [1, planes, 1], x.store.device) });
  }
  total.add(scale, rows.view(total.shape));
}

/** Returns [planes] with `dims` more dimensions of size 1, so that it broadcasts over maps or volumes. */
export function overPlanes(x: Tensor, dims: number): Tensor {
  const ones = new Array<number>(dims).fill(1);
  return viewAt(x, [x.shape[0]!, ...ones], [x.strides[0]!, ...ones], x.offset);
}
