import type { SizeForms } from "../options.ts";
import { BatchNormalization } from "./batch_normalization.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { normalizationForm } from "../files/normalization_form.ts";

/**
 * Batch normalization of volumes: mean and variance of a plane are taken over the batch and over its elements.
 *
 * Input [batch, planes, time, height, width]; [planes, time, height, width] when evaluating. All else is as in
 * `BatchNormalization`. Torch7: `VolumetricBatchNormalization.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricBatchNormalization } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new VolumetricBatchNormalization(3).forward(rand([2, 3, 2, 4, 4])).size(), [2, 3, 2, 4, 4]);
 * ```
 */
export class VolumetricBatchNormalization extends BatchNormalization {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = normalizationForm((...args) => new VolumetricBatchNormalization(...args));

  /** Dimensions of a batch. */
  override readonly nDim = 5;

  /** Returns the sizes of inputs that are accepted. */
  override inputForms(): SizeForms {
    const sample = [this.nOutput, "time", "height", "width"];
    return this.train ? [["batch", ...sample]] : [sample, ["batch", ...sample]];
  }
}
