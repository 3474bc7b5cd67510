import { Sequential } from "../containers/sequential.ts";
import type { SpatialConvolutionOptions } from "./convolution.ts";
import { checkCounts } from "./sizes.ts";
import { SpatialConvolution } from "./spatial_convolution.ts";

/** Options of {@linkcode SpatialSeparableConvolution}. */
export interface SpatialSeparableConvolutionOptions extends Omit<SpatialConvolutionOptions, "groups"> {
  /** Number of kernels of each input plane; 1 by default. */
  multiplier?: number;
}

/**
 * Convolution over maps in two steps, with far fewer weights than one: kernels of kW × kH for each input plane on its own, without
 * biases, then a 1 × 1 convolution that mixes the planes.
 *
 * Input and output are sized as those of `SpatialConvolution`. The two steps are the modules inside. Torch7 lacks it.
 *
 * @example Usage
 * ```ts
 * import { SpatialSeparableConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialSeparableConvolution(8, 16, 3, 3, 1, 1, 1, 1);
 * assertEquals(convolution.forward(rand([2, 8, 10, 10])).size(), [2, 16, 10, 10]);
 * assertEquals(convolution.getParameters()[0].nElement(), 8 * 9 + 16 * 8 + 16);
 * ```
 */
export class SpatialSeparableConvolution extends Sequential {
  /**
   * Makes the two steps.
   *
   * @param nInputPlane Number of input planes.
   * @param nOutputPlane Number of output planes.
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kW: number,
    kH: number,
    dW = 1,
    dH = 1,
    padW = 0,
    padH: number = padW,
    options: SpatialSeparableConvolutionOptions = {},
  ) {
    super(options);
    const { multiplier = 1, dilationW: _w, dilationH: _h, ...mixing } = options;
    checkCounts(new.target.name, { nInputPlane, nOutputPlane, kW, kH, dW, dH, multiplier }, 1);
    checkCounts(new.target.name, { padW, padH }, 0);
    const planes = nInputPlane * multiplier, groups = nInputPlane;
    this.add(new SpatialConvolution(nInputPlane, planes, kW, kH, dW, dH, padW, padH, { ...options, groups }).noBias());
    this.add(new SpatialConvolution(planes, nOutputPlane, 1, 1, 1, 1, 0, 0, mixing));
  }

  /** Removes the biases. */
  noBias(): this {
    this.get<SpatialConvolution>(1).noBias();
    return this;
  }
}
