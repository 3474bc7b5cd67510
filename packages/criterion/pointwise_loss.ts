// Calls of the native losses of elements.
import type { Tensor } from "@taimatsu/tensor";
import { frame, numberOf, type Op, putSize, skip } from "@taimatsu/tensor/native";
import { ONE } from "./buffers.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";

/** Puts the operands of a loss; all are contiguous and not empty. */
function putOperands(r: Tensor, size: readonly number[], x: Tensor, y: Tensor, weights: Tensor | undefined): void {
  putSize(0, r, size);
  putSize(1, x, x.shape);
  putSize(2, y, x.shape);
  if (weights === undefined) skip(3);
  else putSize(3, weights, weights.shape);
}

/**
 * Writes `scale` times Σ w f(x, y) to `loss`, or each `scale` w f(x, y), and returns it.
 *
 * @param op The function f.
 * @param y As many elements as `x`.
 * @param weights A factor for each column; all 1 if `undefined`.
 * @param parameter The number that f takes besides.
 */
export function lossInto(
  loss: Tensor,
  op: Op,
  x: Tensor,
  y: Tensor,
  weights: Tensor | undefined,
  scale: number,
  parameter: number,
  each: boolean,
): Tensor {
  putOperands(loss, each ? x.shape : ONE, x, y, weights);
  const { device } = x.store, kernels = device.open(CRITERION_SYMBOLS);
  const run = each ? kernels.tm_loss_each : kernels.tm_loss;
  // deno-fmt-ignore
  const status = run(numberOf(op), loss.store.block.arg, x.store.block.arg, y.store.block.arg,
    weights === undefined ? null : weights.store.block.arg, frame, scale, parameter);
  if (status !== 0) throw device.error(status);
  return loss;
}

/** Writes `scale` w ∂f/∂x to `slope`, sized like `x`, and returns it; see {@linkcode lossInto}. */
export function slopeInto(
  slope: Tensor,
  op: Op,
  x: Tensor,
  y: Tensor,
  weights: Tensor | undefined,
  scale: number,
  parameter: number,
): Tensor {
  putOperands(slope, x.shape, x, y, weights);
  const { device } = x.store;
  // deno-fmt-ignore
  const status = device.open(CRITERION_SYMBOLS).tm_loss_grad(numberOf(op), slope.store.block.arg, x.store.block.arg,
    y.store.block.arg, weights === undefined ? null : weights.store.block.arg, frame, scale, parameter);
  if (status !== 0) throw device.error(status);
  return slope;
}
