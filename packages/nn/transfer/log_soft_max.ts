import { sameSize, type Tensor } from "@taimatsu/tensor";
import { logSoftMaxGradInto, logSoftMaxInto } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

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
export class LogSoftMax extends Module {
  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
  }

  /** y_i = x_i − log Σ_j e^(x_j) */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    return logSoftMaxInto("LogSoftMax.forward", fitLike(this.output, input.shape), this.contiguousInput(input));
  }

  /** ∂loss/∂x_i = g_i − e^(y_i) Σ_j g_j, g = ∂loss/∂y */
  override updateGradInput(_input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { output } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    const gradInput = fitLike(this.gradInput, output.shape);
    return logSoftMaxGradInto("LogSoftMax.backward", gradInput, this.contiguousGradOutput(gradOutput), output);
  }
}
