// Pooling of planes by the native library.
import type { Tensor } from "@taimatsu/tensor";
import { frame, put, skip } from "@taimatsu/tensor/native";
import { kernelsOf, putMaps } from "../kernels.ts";

/** Sizes of planes before and after pooling. */
export interface PlaneSizes {
  /** Number of planes, of all samples. */
  readonly planes: number;
  /** Rows before. */
  readonly height: number;
  /** Columns before. */
  readonly width: number;
  /** Rows after. */
  readonly outHeight: number;
  /** Columns after. */
  readonly outWidth: number;
}

/** A window, how it moves, and the padding. */
export interface Window {
  /** Width. */
  readonly kW: number;
  /** Height. */
  readonly kH: number;
  /** Step along the width. */
  readonly dW: number;
  /** Step along the height. */
  readonly dH: number;
  /** Padding on the left and on the right. */
  readonly padW: number;
  /** Padding above and below. */
  readonly padH: number;
  /** Step between neighbours in the window along the width. */
  readonly dilationW: number;
  /** Step between neighbours in the window along the height. */
  readonly dilationH: number;
}

/** Returns a window along the height alone. */
export function windowDown(kH: number, dH: number, padH = 0, dilationH = 1): Window {
  return { kW: 1, kH, dW: 1, dH, padW: 0, padH, dilationW: 1, dilationH };
}

/** Returns the sizes of planes for the sizes of an input and of its output, which end with height and width. */
export function planeSizes(input: readonly number[], output: readonly number[]): PlaneSizes {
  const n = input.length;
  let planes = 1;
  for (let d = 0; d < n - 2; d++) planes *= input[d]!;
  return { planes, height: input[n - 2]!, width: input[n - 1]!, outHeight: output[n - 2]!, outWidth: output[n - 1]! };
}

function putBefore(k: number, x: Tensor, { planes, height, width }: PlaneSizes): void {
  putMaps(k, x, planes, 1, height, width);
}

function putAfter(k: number, y: Tensor, { planes, outHeight, outWidth }: PlaneSizes): void {
  putMaps(k, y, planes, 1, outHeight, outWidth);
}

/** y = the largest element of each window of x, index (unless `null`) = its position in its plane; the first one wins. */
export function maxPool(y: Tensor, index: Tensor | null, x: Tensor, sizes: PlaneSizes, window: Window): void {
  const { device } = x.store;
  putAfter(0, y, sizes);
  if (index === null) skip(1);
  else putAfter(1, index, sizes);
  putBefore(2, x, sizes);
  const status = kernelsOf(device).tm_max_pool2d(
    y.store.block.arg,
    index === null ? null : index.store.block.arg,
    x.store.block.arg,
    frame,
    window.kH,
    window.kW,
    window.dH,
    window.dW,
    window.padH,
    window.padW,
    window.dilationH,
    window.dilationW,
  );
  if (status !== 0) throw device.error(status);
}

/**
 * As {@linkcode maxPool} for windows that are listed: number i along the height covers the rows from `rows[p][i][0]` to before
 * `rows[p][i][1]`, columns alike; p is the plane, or 0 where one list serves all.
 */
export function maxListed(y: Tensor, index: Tensor, x: Tensor, rows: Tensor, columns: Tensor, sizes: PlaneSizes): void {
  const { device } = x.store;
  putAfter(0, y, sizes);
  putAfter(1, index, sizes);
  putBefore(2, x, sizes);
  put(3, rows);
  put(4, columns);
  const status = kernelsOf(device).tm_max_windows(
    y.store.block.arg,
    index.store.block.arg,
    x.store.block.arg,
    rows.store.block.arg,
    columns.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
}

/** gx = 0 with each element of gy added at its position. */
export function addAt(gx: Tensor, gy: Tensor, index: Tensor, sizes: PlaneSizes): void {
  const { device } = gy.store;
  putBefore(0, gx, sizes);
  putAfter(1, gy, sizes);
  putAfter(2, index, sizes);
  const status = kernelsOf(device).tm_max_pool2d_grad(
    gx.store.block.arg,
    gy.store.block.arg,
    index.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
}

/** y = the mean of each window of x, or the sum unless `divide`. */
export function averagePool(
  y: Tensor,
  x: Tensor,
  sizes: PlaneSizes,
  window: Window,
  countPad: boolean,
  divide: boolean,
): void {
  const { device } = x.store;
  putAfter(0, y, sizes);
  putBefore(1, x, sizes);
  const status = kernelsOf(device).tm_avg_pool2d(
    y.store.block.arg,
    x.store.block.arg,
    frame,
    window.kH,
    window.kW,
    window.dH,
    window.dW,
    window.padH,
    window.padW,
    countPad ? 1 : 0,
    divide ? 1 : 0,
  );
  if (status !== 0) throw device.error(status);
}

/** gx = each element of gy spread over its window: what {@linkcode averagePool} has for a gradient. */
export function averageGrad(
  gx: Tensor,
  gy: Tensor,
  sizes: PlaneSizes,
  window: Window,
  countPad: boolean,
  divide: boolean,
): void {
  const { device } = gy.store;
  putBefore(0, gx, sizes);
  putAfter(1, gy, sizes);
  const status = kernelsOf(device).tm_avg_pool2d_grad(
    gx.store.block.arg,
    gy.store.block.arg,
    frame,
    window.kH,
    window.kW,
    window.dH,
    window.dW,
    window.padH,
    window.padW,
    countPad ? 1 : 0,
    divide ? 1 : 0,
  );
  if (status !== 0) throw device.error(status);
}
