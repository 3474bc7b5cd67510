import type { TorchForm } from "../files/torch_form.ts";
import { LogSoftMax } from "./log_soft_max.ts";

/**
 * Logarithm of the softmax over the planes of maps, at each place: `LogSoftMax` under the name that nets of maps use.
 *
 * Input [planes, height, width] or [batch, planes, height, width], but also [n] or [batch, n]. Torch7:
 * `SpatialLogSoftMax.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialLogSoftMax } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const y = new SpatialLogSoftMax().forward(tensor([[[0, 1]], [[0, 1]]]));
 * assertClose(y, [[[-Math.LN2, -Math.LN2]], [[-Math.LN2, -Math.LN2]]]);
 * ```
 */
export class SpatialLogSoftMax extends LogSoftMax {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};
}
