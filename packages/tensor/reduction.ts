// How reductions reach the native library: over all elements to a number, or along a dimension.
import { checkDim } from "./check.ts";
import { INT64 } from "./codes.ts";
import { frame, put, result } from "./frame.ts";
import { receiver } from "./make.ts";
import { numberOf, type Op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";
import type { OrderOptions, ReduceOptions } from "./types.ts";
import { squeeze } from "./view.ts";

/** op over all elements; p is the parameter of a norm or a variance. */
export function reduceAll(op: Op, x: Tensor, p = 0): number {
  const { store } = x, { device } = store;
  let status: number;
  if (x.dense) {
    // deno-fmt-ignore
    status = device.symbols.tm_reduce_all_n(numberOf(op), store.code, x.count, store.block.arg, store.base + x.offset, store.extent, p, frame);
  } else {
    put(0, x);
    status = device.symbols.tm_reduce_all(numberOf(op), store.block.arg, frame, p);
  }
  if (status !== 0) throw device.error(status);
  return result();
}

/** The sizes of a result that keeps the dimension. */
function keptShape(x: Tensor, dim: number): number[] {
  const shape = x.shape.slice();
  shape[dim] = 1;
  return shape;
}

/** op along a dimension, which keeps size 1 unless `keepDim` is false. */
export function reduceDim(
  op: Op,
  x: Tensor,
  dim: number,
  options?: ReduceOptions,
  p = 0,
  code: number = x.store.code,
): Tensor {
  dim = checkDim(op.caller, "dim", dim, x.shape.length);
  const r = receiver(op.caller, options?.out, code, keptShape(x, dim), x.store.device), { device } = x.store;
  put(0, r);
  put(1, x);
  const status = device.symbols.tm_reduce(numberOf(op), r.store.block.arg, x.store.block.arg, frame, dim, p);
  if (status !== 0) throw device.error(status);
  return options?.keepDim === false ? squeeze(r, dim) : r;
}

/** The extremes along a dimension and their first positions. */
export function reduceIndex(
  op: Op,
  x: Tensor,
  dim: number,
  options?: OrderOptions & ReduceOptions,
): [Tensor, Tensor] {
  dim = checkDim(op.caller, "dim", dim, x.shape.length);
  const shape = keptShape(x, dim), r = receiver(op.caller, options?.out, x.store.code, shape, x.store.device);
  const index = receiver(op.caller, options?.indices, INT64, shape, x.store.device), { device } = x.store;
  put(0, r);
  put(1, index);
  put(2, x);
  // deno-fmt-ignore
  const status = device.symbols.tm_reduce_index(numberOf(op), r.store.block.arg, index.store.block.arg, x.store.block.arg, frame, dim);
  if (status !== 0) throw device.error(status);
  return options?.keepDim === false ? [squeeze(r, dim), squeeze(index, dim)] : [r, index];
}
