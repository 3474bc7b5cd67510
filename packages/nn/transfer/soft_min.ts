import { neg, type Tensor } from "@taimatsu/tensor";
import { softMaxGradInto, softMaxInto } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";
import { OverFeatures } from "./over_features.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Softmax of the negative input: y_i = e^(−x_i) / Σ_j e^(−x_j) over the features; the smallest gets the largest share.
 *
 * Input [n], [batch, n], [n, height, width] or [batch, n, height, width], where n counts the features. Torch7: `SoftMin.lua`.
 *
 * @example Usage
 * ```ts
 * import { SoftMin } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new SoftMin().forward(tensor([0, Math.log(3)])), [0.75, 0.25]);
 * ```
 */
export class SoftMin extends OverFeatures {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { empty: ["mininput"] };

  /** The negative input. */
  _negative: Tensor | null = null;

  /** y_i = e^(−x_i) / Σ_j e^(−x_j) */
  override applyInto(caller: string, y: Tensor, x: Tensor): Tensor {
    this._negative = kept(this._negative, this.code, x.shape, this.device);
    return softMaxInto(caller, y, neg(x, { out: this._negative }));
  }

  /** ∂loss/∂x_i = y_i (Σ_j g_j y_j − g_i), g = ∂loss/∂y */
  override gradientInto(caller: string, gx: Tensor, gy: Tensor, y: Tensor): Tensor {
    return softMaxGradInto(caller, gx, gy, y).neg();
  }
}
