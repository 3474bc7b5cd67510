// y = x Wᵀ + b and its gradients for matrices that a layer holds itself, by the kernels of Linear.
import type { Tensor } from "@taimatsu/tensor";
import { frame, put, skip } from "@taimatsu/tensor/native";
import { kernelsOf, putRows } from "../kernels.ts";

/**
 * y = x Wᵀ + b.
 *
 * @param y Receives the result: contiguous, rows of m elements.
 * @param x Contiguous, rows of n elements.
 * @param weight [m, n].
 * @param bias [m]; `null` without.
 */
export function affine(y: Tensor, x: Tensor, weight: Tensor, bias: Tensor | null): void {
  const [m, n] = weight.shape as [number, number], rows = x.count / n, { device } = x.store, w = weight.contiguous();
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
}

/** gx = gy W; all but the weights contiguous. */
export function affineGradInput(gx: Tensor, gy: Tensor, weight: Tensor): void {
  const [m, n] = weight.shape as [number, number], rows = gy.count / m, { device } = gy.store, w = weight.contiguous();
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
}

/** gweight += scale · gyᵀ x, gbias += scale · Σ gy; `x` and `gy` contiguous. */
export function affineGradParameters(
  gweight: Tensor,
  gbias: Tensor | null,
  x: Tensor,
  gy: Tensor,
  scale: number,
): void {
  const [m, n] = gweight.shape as [number, number], rows = x.count / n, { device } = x.store;
  const target = gweight.contiguous();
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
