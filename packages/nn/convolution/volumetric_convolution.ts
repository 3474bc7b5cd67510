import type { Tensor } from "@taimatsu/tensor";
import { leastPlace, places } from "./sizes.ts";
import { VolumeConvolution, type VolumetricConvolutionOptions } from "./volume_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { type VolumetricArguments, volumetricForm } from "../files/convolution_forms.ts";

/**
 * Convolution over volumes: each output plane is a bias plus the sum over the input planes of their cross-correlations with a kernel
 * of kT × kH × kW.
 *
 * `weight` is [nOutputPlane, nInputPlane / groups, kT, kH, kW], `bias` [nOutputPlane].
 *
 * Input [nInputPlane, time, height, width] or [batch, nInputPlane, time, height, width]; output the same with nOutputPlane planes of
 * ⌊(time + 2 padT − dilationT (kT − 1) − 1) / dT⌋ + 1 frames, and rows and columns alike. Torch7: `VolumetricConvolution.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new VolumetricConvolution(3, 16, 3, 5, 5, 1, 2, 2, 1, 2, 2);
 * assertEquals(convolution.forward(rand([2, 3, 8, 32, 32])).size(), [2, 16, 8, 16, 16]);
 * ```
 */
export class VolumetricConvolution extends VolumeConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = volumetricForm(
    (args: VolumetricArguments, options) => new VolumetricConvolution(...args, options),
    false,
  );

  /**
   * Draws the parameters from U(−s, s), s = 1 / √(kT kW kH nInputPlane / groups).
   *
   * @param nInputPlane Number of input planes.
   * @param nOutputPlane Number of output planes.
   * @param kT Frames of the kernel.
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dT Step along the time.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padT Zero frames before and after.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @throws {RangeError} If a number is no integer in its range, or the planes cannot be divided into the groups.
   */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kT: number,
    kW: number,
    kH: number,
    dT = 1,
    dW = 1,
    dH = 1,
    padT = 0,
    padW: number = padT,
    padH: number = padW,
    options: VolumetricConvolutionOptions = {},
  ) {
    const sizes = { nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH };
    super(sizes, options, [nOutputPlane, nInputPlane / (options.groups ?? 1), kT, kH, kW]);
    this.reset();
  }

  /** Correlates the input with the kernels. */
  override updateOutput(input: Tensor): Tensor {
    const x = this.checkInput("forward", input), [, , t, h, w] = x.shape;
    this.correlate(x, this.fitVolumes(this.output, input, this.nOutputPlane, this.outputSize(t!, h!, w!)), this.bias);
    return this.output;
  }

  /** Convolves the gradient with the kernels. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const x = this.checkInput("backward", input), [, , t, h, w] = x.shape;
    const g = this.checkGradient(input, gradOutput, this.outputSize(t!, h!, w!));
    this.spread(this.fitVolumes(this.gradInput, input, this.nInputPlane, [t!, h!, w!]), g);
    return this.gradInput;
  }

  /** Correlates the input with the gradient; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const x = this.checkInput("backward", input), [, , t, h, w] = x.shape;
    this.addGradients(x, this.checkGradient(input, gradOutput, this.outputSize(t!, h!, w!)), this.gradBias, scale);
  }

  /** One for each weight and element of an output plane. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.kT * this.kW * this.kH * this.nInputPlane / this.groups;
  }

  /** Returns the time, height and width of the output for those of the input. */
  override outputSize(time: number, height: number, width: number): [time: number, height: number, width: number] {
    return [
      places(time, this.kT, this.dT, this.padT, this.dilationT),
      places(height, this.kH, this.dH, this.padH, this.dilationH),
      places(width, this.kW, this.dW, this.padW, this.dilationW),
    ];
  }

  /** Returns the least time, height and width of an input. */
  override leastSize(): [time: number, height: number, width: number] {
    return [
      leastPlace(this.kT, this.padT, this.dilationT),
      leastPlace(this.kH, this.padH, this.dilationH),
      leastPlace(this.kW, this.padW, this.dilationW),
    ];
  }
}
