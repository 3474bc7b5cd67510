// Rows of mean 0 and variance 1: what layer and group normalization share on the way to the native library.
import type { Tensor } from "@taimatsu/tensor";
import { frame, put, putSize, skip } from "@taimatsu/tensor/native";
import { kernelsOf, putRows } from "../kernels.ts";

const features = [0];

/** Describes a contiguous `x`, which may be missing, as the vector operand `k`. */
function putVector(k: number, x: Tensor | null): void {
  if (x === null) skip(k);
  else {
    features[0] = x.count;
    putSize(k, x, features);
  }
}

/**
 * y = (x − mean) / √(variance + eps) · weight + bias for each of the rows [rows, n]. Row r is group r mod `groups` of a sample; a group
 * has as many of the weights as the others, and a weight equally many neighbours in the row.
 *
 * @param y Receives the result; as `x` contiguous, of rows · n elements.
 * @param x The rows.
 * @param n Elements of a row.
 * @param weight Weights of all groups, whatever their size; `null` together with `bias`.
 * @param bias As `weight`.
 * @param mean Receives the means, [rows].
 * @param istd Receives 1 / √(variance + eps), [rows].
 * @param groups Groups of a sample.
 * @param eps Added to the variance.
 */
export function normalizeRows(
  y: Tensor,
  x: Tensor,
  n: number,
  weight: Tensor | null,
  bias: Tensor | null,
  mean: Tensor,
  istd: Tensor,
  groups: number,
  eps: number,
): void {
  const rows = mean.count, { device } = x.store;
  putRows(0, y, rows, n);
  putRows(1, x, rows, n);
  putVector(2, weight);
  putVector(3, bias);
  put(4, mean);
  put(5, istd);
  const status = kernelsOf(device).tm_layer_norm(
    y.store.block.arg,
    x.store.block.arg,
    weight === null ? null : weight.store.block.arg,
    bias === null ? null : bias.store.block.arg,
    mean.store.block.arg,
    istd.store.block.arg,
    frame,
    groups,
    eps,
  );
  if (status !== 0) throw device.error(status);
}

/**
 * Gradients of {@linkcode normalizeRows}; those that are `null` are not computed, those of weight and bias are added to.
 *
 * @param gx Receives ∂loss/∂x.
 * @param gweight Receives `scale` times ∂loss/∂weight in addition.
 * @param gbias Receives `scale` times ∂loss/∂bias in addition.
 * @param x The rows; as `gy` contiguous.
 * @param gy ∂loss/∂y.
 * @param n Elements of a row.
 * @param weight As in `normalizeRows`.
 * @param mean What `normalizeRows` left there.
 * @param istd What `normalizeRows` left there.
 * @param groups Groups of a sample.
 * @param scale Factor of the gradients of weight and bias.
 */
export function normalizeRowsGrad(
  gx: Tensor | null,
  gweight: Tensor | null,
  gbias: Tensor | null,
  x: Tensor,
  gy: Tensor,
  n: number,
  weight: Tensor | null,
  mean: Tensor,
  istd: Tensor,
  groups: number,
  scale: number,
): void {
  const rows = mean.count, { device } = x.store;
  if (gx === null) skip(0);
  else putRows(0, gx, rows, n);
  putVector(1, gweight);
  putVector(2, gbias);
  putRows(3, x, rows, n);
  putRows(4, gy, rows, n);
  putVector(5, weight);
  put(6, mean);
  put(7, istd);
  const status = kernelsOf(device).tm_layer_norm_grad(
    gx === null ? null : gx.store.block.arg,
    gweight === null ? null : gweight.store.block.arg,
    gbias === null ? null : gbias.store.block.arg,
    x.store.block.arg,
    gy.store.block.arg,
    weight === null ? null : weight.store.block.arg,
    mean.store.block.arg,
    istd.store.block.arg,
    frame,
    groups,
    scale,
  );
  if (status !== 0) throw device.error(status);
}
