// The convolution kernels of the native library, which all convolutions share. Maps are contiguous: [batch, planes, height, width],
// or [planes, height, width] for one sample.
import type { Tensor } from "@taimatsu/tensor";
import { frame, numberOf, type Op, put, putSize, skip } from "@taimatsu/tensor/native";
import { copyTo, kernelsOf, putMaps } from "../kernels.ts";

/** How kernels move over maps; a layer that has these fields is one. */
export interface KernelGeometry {
  /** Width of the kernel. */
  readonly kW: number;
  /** Height of the kernel. */
  readonly kH: number;
  /** Step along the width. */
  readonly dW: number;
  /** Step along the height. */
  readonly dH: number;
  /** Zeros on the left and on the right. */
  readonly padW: number;
  /** Zeros above and below. */
  readonly padH: number;
  /** Step between neighbours of the kernel along the width. */
  readonly dilationW: number;
  /** Step between neighbours of the kernel along the height. */
  readonly dilationH: number;
  /** Groups of planes that do not see each other. */
  readonly groups: number;
}

function planesOf(x: Tensor): number {
  return x.shape[x.shape.length - 3]!;
}

/** Describes maps as operand `k`. */
function putPlanes(k: number, x: Tensor): void {
  const { shape } = x;
  if (shape.length === 4) putSize(k, x, shape);
  else putMaps(k, x, 1, shape[0]!, shape[1]!, shape[2]!);
}

/**
 * Correlates maps with kernels: y = x ⋆ weight + bias.
 *
 * @param g How the kernels move.
 * @param y The result, of the size that follows; if it is not contiguous, [batch, planes, height, width] with contiguous planes.
 * @param x The maps.
 * @param weight Contiguous kernels, [planes of y, planes of x / groups, kH, kW] in whatever sizes.
 * @param bias [planes of y], or `null`.
 * @param transfer A function of the native library that is applied to y, or `null`.
 */
export function convolve(
  g: KernelGeometry,
  y: Tensor,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  transfer: { readonly op: Op; readonly a: number; readonly b: number } | null = null,
): Tensor {
  const { groups } = g, { device } = x.store;
  if (y.dense) putPlanes(0, y);
  else put(0, y);
  putPlanes(1, x);
  putMaps(2, weight, planesOf(y), planesOf(x) / groups, g.kH, g.kW);
  if (bias === null) skip(3);
  else put(3, bias);
  const status = kernelsOf(device).tm_conv2d(
    y.store.block.arg,
    x.store.block.arg,
    weight.store.block.arg,
    bias === null ? null : bias.store.block.arg,
    frame,
    g.dH,
    g.dW,
    g.padH,
    g.padW,
    g.dilationH,
    g.dilationW,
    groups,
    transfer === null ? -1 : numberOf(transfer.op),
    transfer === null ? 0 : transfer.a,
    transfer === null ? 0 : transfer.b,
  );
  if (status !== 0) throw device.error(status);
  return y;
}

/** The gradient of {@linkcode convolve} with respect to x, which is also what a transposed convolution computes: gx from gy. */
export function convolveBack(g: KernelGeometry, gx: Tensor, gy: Tensor, weight: Tensor): Tensor {
  const { groups } = g, { device } = gy.store;
  putPlanes(0, gx);
  putPlanes(1, gy);
  putMaps(2, weight, planesOf(gy), planesOf(gx) / groups, g.kH, g.kW);
  const status = kernelsOf(device).tm_conv2d_grad_input(
    gx.store.block.arg,
    gy.store.block.arg,
    weight.store.block.arg,
    frame,
    g.dH,
    g.dW,
    g.padH,
    g.padW,
    g.dilationH,
    g.dilationW,
    groups,
  );
  if (status !== 0) throw device.error(status);
  return gx;
}

/**
 * Adds `scale` times the gradients of {@linkcode convolve} with respect to weight and bias.
 *
 * @param g How the kernels move.
 * @param gradWeight Sized as the kernels, whatever its strides.
 * @param gradBias [planes of gy], or `null`.
 * @param x The maps.
 * @param gy ∂loss/∂y.
 * @param scale The factor.
 */
export function convolveParameters(
  g: KernelGeometry,
  gradWeight: Tensor,
  gradBias: Tensor | null,
  x: Tensor,
  gy: Tensor,
  scale: number,
): void {
  const { groups } = g, { device } = x.store, target = gradWeight.dense ? gradWeight : copyTo(null, gradWeight);
  putMaps(0, target, planesOf(gy), planesOf(x) / groups, g.kH, g.kW);
  if (gradBias === null) skip(1);
  else put(1, gradBias);
  putPlanes(2, x);
  putPlanes(3, gy);
  const status = kernelsOf(device).tm_conv2d_grad_parameters(
    target.store.block.arg,
    gradBias === null ? null : gradBias.store.block.arg,
    x.store.block.arg,
    gy.store.block.arg,
    frame,
    g.dH,
    g.dW,
    g.padH,
    g.padW,
    g.dilationH,
    g.dilationW,
    groups,
    scale,
  );
  if (status !== 0) throw device.error(status);
  if (target !== gradWeight) gradWeight.copy(target);
}
