import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/**
 * A function of all features of a sample, or of a place in a map: the base of `SoftMax`, `LogSoftMax` and `SoftMin`.
 *
 * Input [n], [batch, n], [n, height, width] or [batch, n, height, width], where n counts the features.
 */
export abstract class OverFeatures extends Module {
  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
  }

  /** Writes f(x) to `y`; both are contiguous and of one size. `caller` is for messages. */
  abstract applyInto(caller: string, y: Tensor, x: Tensor): Tensor;

  /** Writes ∂loss/∂x to `gx`, where `gy` is ∂loss/∂y and y = f(x); all are contiguous and of one size. */
  abstract gradientInto(caller: string, gx: Tensor, gy: Tensor, y: Tensor): Tensor;

  /** Applies the function. */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    const output = fitLike(this.output, input.shape);
    return this.applyInto(`${this.constructor.name}.forward`, output, this.contiguousInput(input));
  }

  /** Multiplies by the derivative, which the output tells. */
  override updateGradInput(_input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { output } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    const gradInput = fitLike(this.gradInput, output.shape), g = this.contiguousGradOutput(gradOutput);
    return this.gradientInto(`${this.constructor.name}.backward`, gradInput, g, output);
  }
}
