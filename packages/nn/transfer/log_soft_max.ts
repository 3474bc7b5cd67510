import type { Tensor } from "@taimatsu/tensor";
import { logSoftMaxGradInto, logSoftMaxInto } from "@taimatsu/tensor/native";
import { OverFeatures } from "./over_features.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Logarithm of the softmax: y_i = x_i − log Σ_j e^(x_j) over the features.
 *
 * Input [n], [batch, n], [n, height, width] or [batch, n, height, width], where n counts the features. Torch7: `LogSoftMax.lua`.
 *
 * @example Usage
 * ```ts
 * import { LogSoftMax } from "@taimatsu/nn";
 * import { exp, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(exp(new LogSoftMax().forward(tensor([0, Math.log(3)]))), [0.25, 0.75]);
 * ```
 */
export class LogSoftMax extends OverFeatures {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** y_i = x_i − log Σ_j e^(x_j) */
  override applyInto(caller: string, y: Tensor, x: Tensor): Tensor {
    return logSoftMaxInto(caller, y, x);
  }

  /** ∂loss/∂x_i = g_i − e^(y_i) Σ_j g_j, g = ∂loss/∂y */
  override gradientInto(caller: string, gx: Tensor, gy: Tensor, y: Tensor): Tensor {
    return logSoftMaxGradInto(caller, gx, gy, y);
  }
}
