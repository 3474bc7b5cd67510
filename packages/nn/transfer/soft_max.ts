import type { Tensor } from "@taimatsu/tensor";
import { softMaxGradInto, softMaxInto } from "@taimatsu/tensor/native";
import { OverFeatures } from "./over_features.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Softmax: y_i = e^(x_i) / Σ_j e^(x_j) over the features; positive, with sum 1.
 *
 * Input [n], [batch, n], [n, height, width] or [batch, n, height, width], where n counts the features. Torch7: `SoftMax.lua`.
 *
 * @example Usage
 * ```ts
 * import { SoftMax } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new SoftMax().forward(tensor([0, Math.log(3)])), [0.25, 0.75]);
 * ```
 */
export class SoftMax extends OverFeatures {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** y_i = e^(x_i) / Σ_j e^(x_j) */
  override applyInto(caller: string, y: Tensor, x: Tensor): Tensor {
    return softMaxInto(caller, y, x);
  }

  /** ∂loss/∂x_i = y_i (g_i − Σ_j g_j y_j), g = ∂loss/∂y */
  override gradientInto(caller: string, gx: Tensor, gy: Tensor, y: Tensor): Tensor {
    return softMaxGradInto(caller, gx, gy, y);
  }
}
