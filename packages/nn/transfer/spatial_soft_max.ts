import type { TorchForm } from "../files/torch_form.ts";
import { SoftMax } from "./soft_max.ts";

/**
 * Softmax over the planes of maps, at each place: `SoftMax` under the name that nets of maps use.
 *
 * Input [planes, height, width] or [batch, planes, height, width], but also [n] or [batch, n]. Torch7: `SpatialSoftMax.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialSoftMax } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new SpatialSoftMax().forward(tensor([[[0, 1]], [[0, 1]]])), [[[0.5, 0.5]], [[0.5, 0.5]]]);
 * ```
 */
export class SpatialSoftMax extends SoftMax {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};
}
