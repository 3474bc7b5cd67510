// Reductions: over all elements to a number, or along a dimension, which keeps size 1 unless keepDim is false.
import { checkDim, checkSameSize, checkSameType } from "./check.ts";
import { INT64 } from "./dtype.ts";
import type { OutOption } from "./types.ts";
import { frame, put, result } from "./frame.ts";
import { receiver } from "./make.ts";
import { numberOf, type Op, op } from "./ops.ts";
import type { Tensor } from "./tensor.ts";
import { squeeze } from "./view.ts";

const OPS = {
  sum: op("reduce", "sum"),
  mean: op("reduce", "mean"),
  prod: op("reduce", "prod"),
  max: op("reduce", "max"),
  min: op("reduce", "min"),
  norm: op("reduce", "norm"),
  norm0: op("reduce", "norm0"),
  norm1: op("reduce", "norm1"),
  norm2: op("reduce", "norm2"),
  normInf: op("reduce", "normInf"),
  var: op("reduce", "var"),
  std: op("reduce", "std"),
  all: op("reduce", "all"),
  any: op("reduce", "any"),
} as const;

/** Options of a reduction along a dimension. */
export interface ReduceOptions extends OutOption {
  /** Whether the dimension stays, with size 1, as in Torch7; true by default. */
  keepDim?: boolean;
}

/** Options of variance and standard deviation. */
export interface VarianceOptions extends ReduceOptions {
  /** Divides by n instead of n − 1; false by default. */
  biased?: boolean;
}

function reduceAll(op: Op, x: Tensor, p = 0): number {
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

function reduceDim(op: Op, x: Tensor, dim: number, options?: ReduceOptions, p = 0): Tensor {
  dim = checkDim(op.name, "dim", dim, x.shape.length);
  const r = receiver(op.name, options?.out, x.store.code, x.shape.with(dim, 1)), { device } = x.store;
  put(0, r);
  put(1, x);
  const status = device.symbols.tm_reduce(numberOf(op), r.store.block.arg, x.store.block.arg, frame, dim, p);
  if (status !== 0) throw device.error(status);
  return options?.keepDim === false ? squeeze(r, dim) : r;
}

function reduceIndex(op: Op, x: Tensor, dim: number, options?: ReduceOptions): [Tensor, Tensor] {
  dim = checkDim(op.name, "dim", dim, x.shape.length);
  const shape = x.shape.with(dim, 1), r = receiver(op.name, options?.out, x.store.code, shape);
  const index = receiver(op.name, undefined, INT64, shape), { device } = x.store;
  put(0, r);
  put(1, index);
  put(2, x);
  // deno-fmt-ignore
  const status = device.symbols.tm_reduce_index(numberOf(op), r.store.block.arg, index.store.block.arg, x.store.block.arg, frame, dim);
  if (status !== 0) throw device.error(status);
  return options?.keepDim === false ? [squeeze(r, dim), squeeze(index, dim)] : [r, index];
}

/** Returns the sum of all elements. */
export function sum(x: Tensor): number;
/** Returns the sums along a dimension. */
export function sum(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function sum(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(OPS.sum, x) : reduceDim(OPS.sum, x, dim, options);
}

/** Returns the product of all elements. */
export function prod(x: Tensor): number;
/** Returns the products along a dimension. */
export function prod(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function prod(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(OPS.prod, x) : reduceDim(OPS.prod, x, dim, options);
}

/** Returns the mean of all elements. */
export function mean(x: Tensor): number;
/** Returns the means along a dimension. */
export function mean(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function mean(x: Tensor, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(OPS.mean, x) : reduceDim(OPS.mean, x, dim, options);
}

/** Returns the largest element; NaN if there is one. */
export function max(x: Tensor): number;
/** Returns the largest elements along a dimension and their first positions. */
export function max(x: Tensor, dim: number, options?: ReduceOptions): [Tensor, Tensor];
export function max(x: Tensor, dim?: number, options?: ReduceOptions): number | [Tensor, Tensor] {
  return dim === undefined ? reduceAll(OPS.max, x) : reduceIndex(OPS.max, x, dim, options);
}

/** Returns the smallest element; NaN if there is one. */
export function min(x: Tensor): number;
/** Returns the smallest elements along a dimension and their first positions. */
export function min(x: Tensor, dim: number, options?: ReduceOptions): [Tensor, Tensor];
export function min(x: Tensor, dim?: number, options?: ReduceOptions): number | [Tensor, Tensor] {
  return dim === undefined ? reduceAll(OPS.min, x) : reduceIndex(OPS.min, x, dim, options);
}

function normOp(p: number): Op {
  return p === 0 ? OPS.norm0 : p === 1 ? OPS.norm1 : p === 2 ? OPS.norm2 : p === Infinity ? OPS.normInf : OPS.norm;
}

/** Returns the p-norm of all elements; p = 0 counts those that are not 0. */
export function norm(x: Tensor, p?: number): number;
/** Returns the p-norms along a dimension. */
export function norm(x: Tensor, p: number, dim: number, options?: ReduceOptions): Tensor;
export function norm(x: Tensor, p = 2, dim?: number, options?: ReduceOptions): number | Tensor {
  return dim === undefined ? reduceAll(normOp(p), x, p) : reduceDim(normOp(p), x, dim, options, p);
}

/** Returns the variance of all elements. */
export function variance(x: Tensor, dim?: undefined, options?: VarianceOptions): number;
/** Returns the variances along a dimension. */
export function variance(x: Tensor, dim: number, options?: VarianceOptions): Tensor;
export function variance(x: Tensor, dim?: number, options?: VarianceOptions): number | Tensor {
  const p = options?.biased ? 1 : 0;
  return dim === undefined ? reduceAll(OPS.var, x, p) : reduceDim(OPS.var, x, dim, options, p);
}

/** Returns the standard deviation of all elements. */
export function std(x: Tensor, dim?: undefined, options?: VarianceOptions): number;
/** Returns the standard deviations along a dimension. */
export function std(x: Tensor, dim: number, options?: VarianceOptions): Tensor;
export function std(x: Tensor, dim?: number, options?: VarianceOptions): number | Tensor {
  const p = options?.biased ? 1 : 0;
  return dim === undefined ? reduceAll(OPS.std, x, p) : reduceDim(OPS.std, x, dim, options, p);
}

/** Returns whether every element differs from 0. */
export function all(x: Tensor): boolean;
/** Returns 1 where every element along a dimension differs from 0, else 0. */
export function all(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function all(x: Tensor, dim?: number, options?: ReduceOptions): boolean | Tensor {
  return dim === undefined ? reduceAll(OPS.all, x) !== 0 : reduceDim(OPS.all, x, dim, options);
}

/** Returns whether some element differs from 0. */
export function any(x: Tensor): boolean;
/** Returns 1 where some element along a dimension differs from 0, else 0. */
export function any(x: Tensor, dim: number, options?: ReduceOptions): Tensor;
export function any(x: Tensor, dim?: number, options?: ReduceOptions): boolean | Tensor {
  return dim === undefined ? reduceAll(OPS.any, x) !== 0 : reduceDim(OPS.any, x, dim, options);
}

/** Returns the sum of the products of two tensors' elements. */
export function dot(x: Tensor, y: Tensor): number {
  checkSameType("dot", { x, y });
  checkSameSize("dot", { x, y });
  put(0, x);
  put(1, y);
  x.device.check(x.device.symbols.tm_dot(x.store.block.arg, y.store.block.arg, frame));
  return result();
}

/** Returns the p-norm of the difference of two tensors. */
export function dist(x: Tensor, y: Tensor, p = 2): number {
  checkSameType("dist", { x, y });
  checkSameSize("dist", { x, y });
  put(0, x);
  put(1, y);
  x.device.check(x.device.symbols.tm_dist(x.store.block.arg, y.store.block.arg, frame, p));
  return result();
}
