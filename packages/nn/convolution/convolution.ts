import { empty, type Generator, type Tensor, zerosLike } from "@taimatsu/tensor";
import { copyTo } from "../kernels.ts";
import { Module } from "../module.ts";
import type { Activity, RandomModuleOptions } from "../options.ts";
import { checkCounts, kernelText } from "./sizes.ts";

/** Options of convolutions. */
export interface SpatialConvolutionOptions extends RandomModuleOptions {
  /** Step between neighbours of the kernel along the width; 1 by default. */
  dilationW?: number;
  /** Step between neighbours of the kernel along the height; `dilationW` by default. */
  dilationH?: number;
  /** Input and output planes fall into so many groups that do not see each other; 1 by default. */
  groups?: number;
}

/** Planes and kernel of a convolution. */
export interface ConvolutionSizes {
  /** Number of input planes. */
  nInputPlane: number;
  /** Number of output planes. */
  nOutputPlane: number;
  /** Width of the kernel. */
  kW: number;
  /** Height of the kernel. */
  kH: number;
  /** Step along the width. */
  dW: number;
  /** Step along the height. */
  dH: number;
  /** Padding on the left and on the right. */
  padW: number;
  /** Padding above and below. */
  padH: number;
}

/**
 * Kernels that move over maps: the base of all convolutions over maps and volumes. It checks and keeps the numbers and makes the
 * parameters; the layers fill them by {@linkcode reset}.
 *
 * @typeParam I Input: a tensor unless given.
 */
export abstract class Convolution<I extends Activity = Tensor> extends Module<I> {
  /** Kernels. */
  override weight: Tensor;
  /** Biases; `null` without. */
  override bias: Tensor | null;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor | null;
  /** Number of input planes. */
  readonly nInputPlane: number;
  /** Number of output planes. */
  readonly nOutputPlane: number;
  /** Width of the kernel. */
  readonly kW: number;
  /** Height of the kernel. */
  readonly kH: number;
  /** Step along the width. */
  dW: number;
  /** Step along the height. */
  dH: number;
  /** Padding on the left and on the right. */
  padW: number;
  /** Padding above and below. */
  padH: number;
  /** Step between neighbours of the kernel along the width. */
  dilationW: number;
  /** Step between neighbours of the kernel along the height. */
  dilationH: number;
  /** Groups of planes that do not see each other. */
  readonly groups: number;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Copy of kernels that are not contiguous, as those that another layer shares may be. */
  _weight: Tensor | null = null;

  /**
   * Checks the numbers and makes the parameters.
   *
   * @param sizes Planes and kernel.
   * @param options Dilation, groups, dtype and generator.
   * @param weight Size of the kernels.
   * @param bias Size of the biases; [nOutputPlane] unless given.
   * @throws {RangeError} If a number is no integer in its range, or the planes cannot be divided into the groups.
   */
  constructor(
    sizes: ConvolutionSizes,
    options: SpatialConvolutionOptions,
    weight: readonly number[],
    bias: readonly number[] = [sizes.nOutputPlane],
  ) {
    super(options);
    const { nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH } = sizes, caller = new.target.name;
    const { dilationW = 1, dilationH = dilationW, groups = 1, generator } = options;
    checkCounts(caller, { nInputPlane, nOutputPlane, kW, kH, dW, dH, dilationW, dilationH, groups }, 1);
    checkCounts(caller, { padW, padH }, 0);
    if (nInputPlane % groups !== 0 || nOutputPlane % groups !== 0) {
      throw new RangeError(
        `Cannot run ${caller}: groups must divide the ${nInputPlane} input planes and the ${nOutputPlane} output planes ` +
          `but is ${groups}`,
      );
    }
    this.nInputPlane = nInputPlane;
    this.nOutputPlane = nOutputPlane;
    this.kW = kW;
    this.kH = kH;
    this.dW = dW;
    this.dH = dH;
    this.padW = padW;
    this.padH = padH;
    this.dilationW = dilationW;
    this.dilationH = dilationH;
    this.groups = groups;
    this.generator = generator;
    const own = this.tensorOptions();
    this.weight = empty([...weight], own);
    this.bias = empty([...bias], own);
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = zerosLike(this.bias);
  }

  /** Draws kernels, then biases, from U(−s, s), s = 1 / √{@linkcode fanIn}, or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    const s = stdv === undefined ? 1 / Math.sqrt(this.fanIn()) : stdv * Math.sqrt(3);
    const options = this.generator && { generator: this.generator };
    this.weight.uniform(-s, s, options);
    this.bias?.uniform(-s, s, options);
  }

  /** Returns the number of inputs of an output by which the parameters are drawn. */
  fanIn(): number {
    return this.kW * this.kH * this.nInputPlane / this.groups;
  }

  /** Removes the biases. */
  noBias(): this {
    this.bias = this.gradBias = null;
    return this;
  }

  /** Returns the kernels, or a contiguous copy of kernels that are not. */
  contiguousWeight(): Tensor {
    return this.weight.dense ? this.weight : this._weight = copyTo(this._weight, this.weight);
  }

  /** Returns the planes, the kernel and, where they are not the usual ones, the steps and the padding, as Torch7 prints them. */
  override toString(): string {
    return `${super.toString()}(${this.describe()})${this.bias === null ? " without bias" : ""}`;
  }

  /** Returns what {@linkcode toString} writes between parentheses. */
  describe(): string {
    const { nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH } = this;
    return `${nInputPlane} -> ${nOutputPlane}, ${kernelText([kW, kH], [dW, dH], [padW, padH])}`;
  }
}
