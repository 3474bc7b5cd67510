import { BatchNormalization } from "./batch_normalization.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { normalizationForm } from "../files/normalization_form.ts";

/**
 * Batch normalization of maps: mean and variance of a plane are taken over the batch and over its elements.
 *
 * Input [batch, planes, height, width]; [planes, height, width] when evaluating. All else is as in `BatchNormalization`. Torch7:
 * `SpatialBatchNormalization.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialBatchNormalization } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SpatialBatchNormalization(3).forward(rand([2, 3, 4, 4])).size(), [2, 3, 4, 4]);
 * ```
 */
export class SpatialBatchNormalization extends BatchNormalization {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = normalizationForm((...args) => new SpatialBatchNormalization(...args));

  /** Dimensions of a batch. */
  override readonly nDim = 4;
}
