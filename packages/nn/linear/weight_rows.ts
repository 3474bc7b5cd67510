// Weights as lengths times directions, row by row: w = g v / n, n being the norm of v. What LinearWeightNorm and WeightNorm share.
import { cdiv, cmul, type Device, sum, type Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";

/** What a module has whose weights are made of lengths and directions. */
export interface WeightRows {
  /** Number of its dtype. */
  readonly code: number;
  /** Directions, [rows, columns]. */
  v: Tensor;
  /** Where it computes. */
  readonly device: Device;
  /** Lengths, [rows, 1]. */
  g: Tensor;
  /** Sum of ∂loss/∂v. */
  gradV: Tensor;
  /** Sum of ∂loss/∂g. */
  gradG: Tensor;
  /** g / n, [rows, 1]. */
  _scale: Tensor | null;
  /** Gradients with respect to g, [rows, 1]. */
  _slope: Tensor | null;
  /** Products sized like v. */
  _product: Tensor | null;
  /** Computes the norms n of v, [rows, 1], in a buffer. */
  rowNorms(): Tensor;
}

/** Computes the weights in `out`, [rows, columns]. */
export function weightsOf(module: WeightRows, out: Tensor): Tensor {
  return cmul(module.v, scaleOf(module, module.rowNorms()), { out });
}

/**
 * Adds the gradients of lengths and directions.
 *
 * @param module The module; its gradients may be the parameters themselves.
 * @param gradient ∂loss/∂w, [rows, columns]; it is overwritten.
 */
export function accumulateRows(module: WeightRows, gradient: Tensor): void {
  const { v, code, gradV, gradG } = module, norms = module.rowNorms(), scale = scaleOf(module, norms);
  const slope = module._slope = kept(module._slope, code, scale.shape, module.device);
  const product = module._product = kept(module._product, code, v.shape, module.device);
  sum(cmul(gradient, v, { out: product }), 1, { out: slope }).cdiv(norms); // ∂loss/∂g
  gradient.addcmul(-1, cdiv(v, norms, { out: product }), slope).cmul(scale); // ∂loss/∂v
  gradV.add(gradient);
  gradG.add(slope);
}

function scaleOf(module: WeightRows, norms: Tensor): Tensor {
  const out = module._scale = kept(module._scale, module.code, norms.shape, module.device);
  return cdiv(module.g, norms, { out });
}
