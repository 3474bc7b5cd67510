// y = x Wᵀ + b and its gradients by the kernels of the native library. Weights and their gradients may lie
// as they do, all else is contiguous.
import type { Tensor } from "@taimatsu/tensor";
import { frame, put, skip } from "@taimatsu/tensor/native";
import { copyTo, kernelsOf, putRows } from "../kernels.ts";

/**
 * y = x Wᵀ + b.
 *
 * @param y Receives the result: contiguous, rows of m elements.
 * @param x Contiguous, rows of n elements.
 * @param weight [m, n].
 * @param bias [m]; `null` without.
 * @returns y.
 */
export function affine(y: Tensor, x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const m = weight.shape[0]!, n = weight.shape[1]!, rows = x.count / n, { device } = x.store, w = weight.contiguous();
  putRows(0, y, rows, m);
  putRows(1, x, rows, n);
  put(2, w);
  if (bias === null) skip(3);
  else put(3, bias);
  const status = kernelsOf(device).tm_linear(
    y.store.block.arg,
    x.store.block.arg,
    w.store.block.arg,
    bias === null ? null : bias.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
  return y;
}

/** gx = gy W; returns gx. */
export function affineGradInput(gx: Tensor, gy: Tensor, weight: Tensor): Tensor {
  const m = weight.shape[0]!, n = weight.shape[1]!, rows = gy.count / m, { device } = gy.store, w = weight.contiguous();
  putRows(0, gx, rows, n);
  putRows(1, gy, rows, m);
  put(2, w);
  const status = kernelsOf(device).tm_linear_grad_input(
    gx.store.block.arg,
    gy.store.block.arg,
    w.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
  return gx;
}

/** gweight += scale · gyᵀ x, gbias += scale · Σ gy. */
export function affineGradParameters(
  gweight: Tensor,
  gbias: Tensor | null,
  x: Tensor,
  gy: Tensor,
  scale: number,
): void {
  const m = gweight.shape[0]!, n = gweight.shape[1]!, rows = x.count / n, { device } = x.store;
  const target = gweight.dense ? gweight : copyTo(null, gweight);
  put(0, target);
  if (gbias === null) skip(1);
  else put(1, gbias);
  putRows(2, x, rows, n);
  putRows(3, gy, rows, m);
  const status = kernelsOf(device).tm_linear_grad_parameters(
    target.store.block.arg,
    gbias === null ? null : gbias.store.block.arg,
    x.store.block.arg,
    gy.store.block.arg,
    frame,
    scale,
  );
  if (status !== 0) throw device.error(status);
  if (target !== gweight) gweight.copy(target);
}
