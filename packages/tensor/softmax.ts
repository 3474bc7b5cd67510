// Softmax and log-softmax over the classes, for the layers of nn and for criterions that take scores.
import { checkFloat, formatSize } from "./check.ts";
import { frame, putSize } from "./frame.ts";
import type { Tensor } from "./tensor.ts";

const layout = [0, 0, 0];

/** Describes classes as [outer, n, inner]: the tensor is [n], [batch, n], [n, height, width] or [batch, n, height, width]. */
function layoutOf(caller: string, x: Tensor): readonly number[] {
  const { shape } = x, dims = shape.length;
  if (dims === 0 || dims > 4) {
    throw new TypeError(`Cannot run ${caller}: input must have 1 to 4 dimensions but is ${formatSize(shape)}`);
  }
  const first = dims === 1 || dims === 3 ? 0 : 1;
  layout[0] = first === 0 ? 1 : shape[0]!;
  layout[1] = shape[first]!;
  layout[2] = dims > 2 ? shape[first + 1]! * shape[first + 2]! : 1;
  return layout;
}

function run(caller: string, y: Tensor, x: Tensor, log: number): Tensor {
  const shape = layoutOf(caller, x), { device, code } = x.store;
  if (code !== y.store.code || x.count !== y.count || !x.dense || !y.dense) refuse(caller, x, y);
  putSize(0, y, shape);
  putSize(1, x, shape);
  const status = device.symbols.tm_softmax(y.store.block.arg, x.store.block.arg, frame, log);
  if (status !== 0) throw device.error(status);
  return y;
}

function runGrad(caller: string, gx: Tensor, gy: Tensor, y: Tensor, log: number): Tensor {
  const shape = layoutOf(caller, y), { device, code } = y.store;
  if (code !== gx.store.code || y.count !== gx.count || !y.dense || !gx.dense) refuse(caller, y, gx);
  if (code !== gy.store.code || y.count !== gy.count || !gy.dense) refuse(caller, y, gy);
  putSize(0, gx, shape);
  putSize(1, gy, shape);
  putSize(2, y, shape);
  const status = device.symbols.tm_softmax_grad(
    gx.store.block.arg,
    gy.store.block.arg,
    y.store.block.arg,
    frame,
    log,
  );
  if (status !== 0) throw device.error(status);
  return gx;
}

function refuse(caller: string, x: Tensor, other: Tensor): never {
  checkFloat(caller, "input", x);
  throw new TypeError(
    `Cannot run ${caller}: the tensors must be contiguous, of one dtype and as large as ${x.dtype} ` +
      `${formatSize(x.shape)} but one is ${other.dense && x.dense ? "" : "not contiguous, "}${other.dtype} ` +
      formatSize(other.shape),
  );
}

/**
 * y_i = e^(x_i) / Σ_j e^(x_j) over the classes.
 *
 * @param caller The function or method that was called, for messages.
 * @param y Receives the result: contiguous, of the sizes and the dtype of `x`, in other memory.
 * @param x Contiguous scores, [n], [batch, n], [n, height, width] or [batch, n, height, width], float32 or float64.
 */
export function softMaxInto(caller: string, y: Tensor, x: Tensor): Tensor {
  return run(caller, y, x, 0);
}

/** y_i = x_i − log Σ_j e^(x_j) over the classes; the arguments are those of {@linkcode softMaxInto}. */
export function logSoftMaxInto(caller: string, y: Tensor, x: Tensor): Tensor {
  return run(caller, y, x, 1);
}

/**
 * gx = ∂L/∂x where y = softmax(x) and gy = ∂L/∂y.
 *
 * @param caller The function or method that was called, for messages.
 * @param gx Receives the result, in other memory.
 * @param gy Gradient of the loss with respect to `y`.
 * @param y What {@linkcode softMaxInto} gave. All three are contiguous, of one size and dtype.
 */
export function softMaxGradInto(caller: string, gx: Tensor, gy: Tensor, y: Tensor): Tensor {
  return runGrad(caller, gx, gy, y, 0);
}

/** gx = ∂L/∂x where y = log-softmax(x); the arguments are those of {@linkcode softMaxGradInto}. */
export function logSoftMaxGradInto(caller: string, gx: Tensor, gy: Tensor, y: Tensor): Tensor {
  return runGrad(caller, gx, gy, y, 1);
}
