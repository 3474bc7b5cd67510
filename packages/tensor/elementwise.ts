// How element-wise ops reach the native library: contiguous operands as numbers, others through the frame.
import { broadcastSize, broadcastStrides } from "./broadcast.ts";
import { checkSameType, checkWritable, formatSize, sameSize, sameType } from "./check.ts";
import { apart } from "./copy.ts";
import { UINT8 } from "./codes.ts";
import { frame, put, putView } from "./frame.ts";
import { fresh, receiver } from "./make.ts";
import { numberOf, type Op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Whether two contiguous tensors of one size lie in one storage, but not at one place. */
function isShifted(r: Tensor, x: Tensor): boolean {
  return r.store === x.store && r.offset !== x.offset;
}

/** r = op(x; a, b); `r` has the sizes and the dtype of `x`. */
export function unaryInto(op: Op, r: Tensor, x: Tensor, a = 0, b = 0): Tensor {
  const rs = r.store, xs = x.store, { device } = xs;
  let status: number;
  if (r.dense && x.dense && !isShifted(r, x)) {
    // deno-fmt-ignore
    status = device.symbols.tm_unary_n(numberOf(op), xs.code, x.count, rs.block.arg, rs.base + r.offset, rs.extent,
      xs.block.arg, xs.base + x.offset, xs.extent, a, b);
  } else {
    if (!r.dense) checkWritable(op.caller, "the result", r);
    x = apart(r, x);
    put(0, r);
    put(1, x);
    status = device.symbols.tm_unary(numberOf(op), rs.block.arg, x.store.block.arg, frame, a, b);
  }
  if (status !== 0) throw device.error(status);
  return r;
}

/** op(x; a, b) in a new tensor or in `options.out`. */
export function unary(op: Op, x: Tensor, options?: OutOption, a = 0, b = 0): Tensor {
  const { code, device } = x.store;
  let r = options?.out;
  if (r === undefined) r = fresh(code, x.shape, device);
  else if (r?.store?.code !== code || r.store.device !== device || !sameSize(r.shape, x.shape)) {
    r = receiver(op.caller, r, code, x.shape, device);
  }
  return unaryInto(op, r, x, a, b);
}

/** r = dL/dx where y = op(x; a, b) and g = dL/dy; all of one size and dtype. */
export function unaryGradInto(op: Op, r: Tensor, g: Tensor, x: Tensor, y: Tensor, a = 0, b = 0): Tensor {
  const rs = r.store, gs = g.store, xs = x.store, ys = y.store, { device } = xs;
  let status: number;
  if (r.dense && g.dense && x.dense && y.dense) {
    // deno-fmt-ignore
    status = device.symbols.tm_unary_grad_n(numberOf(op), xs.code, x.count, rs.block.arg, rs.base + r.offset, rs.extent,
      gs.block.arg, gs.base + g.offset, gs.extent, xs.block.arg, xs.base + x.offset, xs.extent,
      ys.block.arg, ys.base + y.offset, ys.extent, a, b);
  } else {
    put(0, r);
    put(1, g);
    put(2, x);
    put(3, y);
    status = device.symbols.tm_unary_grad(
      numberOf(op),
      rs.block.arg,
      gs.block.arg,
      xs.block.arg,
      ys.block.arg,
      frame,
      a,
      b,
    );
  }
  if (status !== 0) throw device.error(status);
  return r;
}

/** op(x, y; a) in `r` if given, else in a new tensor; sizes are broadcast. */
export function binaryInto(op: Op, r: Tensor | undefined, x: Tensor, y: Tensor, a = 0): Tensor {
  const xs = x.store, ys = y.store, { device } = xs;
  if (xs.code !== ys.code || device !== ys.device || !x.dense || !y.dense || !sameSize(x.shape, y.shape)) {
    return binaryFramed(op, r, x, y, a);
  }
  if (r === undefined) r = fresh(xs.code, x.shape, xs.device);
  else if (r !== x && (r?.store?.code !== xs.code || r.store.device !== device || !sameSize(r.shape, x.shape))) {
    r = receiver(op.caller, r, xs.code, x.shape, xs.device);
  }
  const rs = r.store;
  if (!r.dense || isShifted(r, x) || isShifted(r, y)) return binaryFramed(op, r, x, y, a);
  // deno-fmt-ignore
  const status = device.symbols.tm_binary_n(numberOf(op), xs.code, x.count, rs.block.arg, rs.base + r.offset, rs.extent,
    xs.block.arg, xs.base + x.offset, xs.extent, ys.block.arg, ys.base + y.offset, ys.extent, a);
  if (status !== 0) throw device.error(status);
  return r;
}

/** As {@linkcode binaryInto}, for operands of any layout and of sizes that broadcast. */
function binaryFramed(op: Op, r: Tensor | undefined, x: Tensor, y: Tensor, a: number): Tensor {
  if (!sameType(x, y)) checkSameType(op.caller, { x, y });
  const { code, device } = x.store;
  const equal = sameSize(x.shape, y.shape), shape = equal ? x.shape : broadcastSize(op.caller, x.shape, y.shape);
  r = r === undefined ? fresh(code, shape, device) : checkReceiver(op.caller, r, x, y, code, shape);
  if (!r.dense) checkWritable(op.caller, "the result", r);
  x = apart(r, x);
  y = apart(r, y);
  put(0, r);
  putView(1, x, shape, equal ? x.strides : broadcastStrides(x, shape));
  putView(2, y, shape, equal ? y.strides : broadcastStrides(y, shape));
  const arg = r.store.block.arg;
  const status = device.symbols.tm_binary(numberOf(op), arg, x.store.block.arg, y.store.block.arg, frame, a);
  if (status !== 0) throw device.error(status);
  return r;
}

/** An operand cannot be resized as the result of its own operation. */
function checkReceiver(
  caller: string,
  r: Tensor,
  x: Tensor,
  y: Tensor,
  code: number,
  shape: readonly number[],
): Tensor {
  if ((r === x || r === y) && !sameSize(r.shape, shape)) {
    throw new TypeError(
      `Cannot run ${caller}: sizes ${formatSize(x.shape)} and ${formatSize(y.shape)} give ${formatSize(shape)}, ` +
        `which does not fit into ${formatSize(r.shape)}`,
    );
  }
  return receiver(caller, r, code, shape, x.store.device);
}

/** op(x, y, z; a) in `r` if given, else in a new tensor; y and z are broadcast to x. */
export function ternaryInto(op: Op, r: Tensor | undefined, x: Tensor, y: Tensor, z: Tensor, a: number): Tensor {
  const xs = x.store, { device } = xs;
  if (!sameType(x, y) || !sameType(x, z)) checkSameType(op.caller, { x, y, z });
  const equal = sameSize(x.shape, y.shape) && sameSize(x.shape, z.shape);
  const shape = equal ? x.shape : broadcastSize(op.caller, x.shape, broadcastSize(op.caller, y.shape, z.shape));
  if (r === undefined) r = fresh(xs.code, shape, xs.device);
  else {
    r = checkReceiver(op.caller, r, x, r === z ? z : y, xs.code, shape);
    if (!r.dense) checkWritable(op.caller, "the result", r);
    x = apart(r, x);
    y = apart(r, y);
    z = apart(r, z);
  }
  put(0, r);
  putView(1, x, shape, equal ? x.strides : broadcastStrides(x, shape));
  putView(2, y, shape, equal ? y.strides : broadcastStrides(y, shape));
  putView(3, z, shape, equal ? z.strides : broadcastStrides(z, shape));
  // deno-fmt-ignore
  const status = device.symbols.tm_ternary(numberOf(op), r.store.block.arg, x.store.block.arg, y.store.block.arg, z.store.block.arg, frame, a);
  if (status !== 0) throw device.error(status);
  return r;
}

/** op(x, y) as 0 or 1, in `out` (uint8, bool or the dtype of x) if given, else in a new uint8 tensor. */
export function compareInto(op: Op, out: Tensor | undefined, x: Tensor, y: Tensor | number): Tensor {
  const { device } = x.store;
  let status: number, r: Tensor;
  if (typeof y === "number") {
    r = receiver(op.caller, out, out?.store?.code ?? UINT8, x.shape, x.store.device);
    if (!r.dense) checkWritable(op.caller, "the result", r);
    put(0, r);
    put(1, x);
    status = device.symbols.tm_compare_scalar(numberOf(op), r.store.block.arg, x.store.block.arg, frame, y);
  } else {
    if (!sameType(x, y)) checkSameType(op.caller, { x, y });
    const equal = sameSize(x.shape, y.shape), shape = equal ? x.shape : broadcastSize(op.caller, x.shape, y.shape);
    r = out === undefined
      ? fresh(UINT8, shape, x.store.device)
      : checkReceiver(op.caller, out, x, y, out.store?.code ?? UINT8, shape);
    if (!r.dense) checkWritable(op.caller, "the result", r);
    put(0, r);
    putView(1, x, shape, equal ? x.strides : broadcastStrides(x, shape));
    putView(2, y, shape, equal ? y.strides : broadcastStrides(y, shape));
    status = device.symbols.tm_compare(numberOf(op), r.store.block.arg, x.store.block.arg, y.store.block.arg, frame);
  }
  if (status !== 0) throw device.error(status);
  return r;
}
