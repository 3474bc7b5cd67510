import type { Tensor } from "@taimatsu/tensor";
import { fitMaps } from "../kernels.ts";
import { convolve, convolveBack, convolveParameters } from "./engine.ts";
import { MapConvolution } from "./map_convolution.ts";
import { leastPlace, places } from "./sizes.ts";

/**
 * A convolution whose kernels gather: an output for each place that the kernel has on the padded input. The base of
 * `SpatialConvolution` and its relatives.
 */
export abstract class DirectConvolution extends MapConvolution {
  /** Factors of the output planes where a net is evaluated with a normalization in one pass. */
  _factor: Tensor | null = null;
  /** Biases of that pass. */
  _shift: Tensor | null = null;
  /** Kernels of that pass. */
  _folded: Tensor | null = null;
  /** Maps on their way to a pooling in one pass. */
  _maps: Tensor | null = null;

  /** Correlates the input with the kernels. */
  override updateOutput(input: Tensor): Tensor {
    const sample = this.checkInput("forward", input), x = this.contiguousInput(input), { shape } = input;
    const d = sample ? 0 : 1, h = this.outputHeight(shape[d + 1]!), w = this.outputWidth(shape[d + 2]!);
    if (h < 1 || w < 1) throw this.inputError("forward", input);
    const output = fitMaps(this.output, sample, shape[0]!, this.nOutputPlane, h, w);
    return convolve(this, output, x, this.kernels(), this.biases());
  }

  /** Convolves the gradient with the kernels. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const sample = this.checkBackward(input, gradOutput), g = this.contiguousGradOutput(gradOutput), { shape } = input;
    const d = sample ? 0 : 1;
    const gradInput = fitMaps(this.gradInput, sample, shape[0]!, this.nInputPlane, shape[d + 1]!, shape[d + 2]!);
    return convolveBack(this, gradInput, g, this.kernels());
  }

  /** Correlates the input with the gradient; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    this.addGradients(this.gradWeight, this.gradBias, input, gradOutput, scale);
  }

  /** Adds `scale` times the gradients of the kernels and biases as the native library takes them. */
  addGradients(
    gradKernels: Tensor,
    gradBias: Tensor | null,
    input: Tensor,
    gradOutput: Tensor,
    scale: number,
  ): void {
    this.checkBackward(input, gradOutput);
    const x = this.contiguousInput(input), g = this.contiguousGradOutput(gradOutput);
    convolveParameters(this, gradKernels, gradBias, x, g, scale);
  }

  /** Returns the biases as the native library takes them. */
  biases(): Tensor | null {
    return this.bias;
  }

  /** One for each weight and element of an output plane. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.kW * this.kH * this.nInputPlane / this.groups;
  }

  /** Returns the rows of the output for those of the input. */
  override outputHeight(height: number): number {
    return places(height, this.kH, this.dH, this.padH, this.dilationH);
  }

  /** Returns the columns of the output for those of the input. */
  override outputWidth(width: number): number {
    return places(width, this.kW, this.dW, this.padW, this.dilationW);
  }

  /** Returns the least height and width of an input. */
  override leastSize(): [height: number, width: number] {
    return [leastPlace(this.kH, this.padH, this.dilationH), leastPlace(this.kW, this.padW, this.dilationW)];
  }
}
