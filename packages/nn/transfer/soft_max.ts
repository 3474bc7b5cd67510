import { sameSize, type Tensor } from "@taimatsu/tensor";
import { softMaxGradInto, softMaxInto } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

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
export class SoftMax extends Module {
  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
  }

  /** y_i = e^(x_i) / Σ_j e^(x_j) */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    return softMaxInto("SoftMax.forward", fitLike(this.output, input.shape), this.contiguousInput(input));
  }

  /** ∂loss/∂x_i = y_i (g_i − Σ_j g_j y_j), g = ∂loss/∂y */
  override updateGradInput(_input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { output } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    const gradInput = fitLike(this.gradInput, output.shape);
    return softMaxGradInto("SoftMax.backward", gradInput, this.contiguousGradOutput(gradOutput), output);
  }
}
