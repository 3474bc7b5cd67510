import { empty, type Generator, mul, sameSize, type Tensor, zerosLike } from "@taimatsu/tensor";
import { frame } from "@taimatsu/tensor/native";
import { fitLike, kept, kernelsOf, putMaps } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { addPlaneSums } from "./plane_sums.ts";

/** Size of maps, [batch, planes, height, width], in which windows are added up. */
export type MapsSize = readonly [batch: number, planes: number, h: number, w: number];

/** A window over maps. */
export interface SamplingWindow {
  /** Width of the window. */
  readonly kW: number;
  /** Height of the window. */
  readonly kH: number;
  /** Step along the width. */
  readonly dW: number;
  /** Step along the height. */
  readonly dH: number;
}

/** y = sums of the windows of x. */
function addWindows(y: Tensor, x: Tensor, to: MapsSize, from: MapsSize, { kH, kW, dH, dW }: SamplingWindow): Tensor {
  const { device } = x.store;
  putMaps(0, y, ...to);
  putMaps(1, x, ...from);
  const status = kernelsOf(device).tm_avg_pool2d(
    y.store.block.arg,
    x.store.block.arg,
    frame,
    kH,
    kW,
    dH,
    dW,
    0,
    0,
    1,
    0,
  );
  if (status !== 0) throw device.error(status);
  return y;
}

/** The gradient of {@linkcode addWindows}: gx from gy. */
function spreadWindows(
  gx: Tensor,
  gy: Tensor,
  to: MapsSize,
  from: MapsSize,
  { kH, kW, dH, dW }: SamplingWindow,
): Tensor {
  const { device } = gy.store;
  putMaps(0, gx, ...from);
  putMaps(1, gy, ...to);
  const status = kernelsOf(device).tm_avg_pool2d_grad(
    gx.store.block.arg,
    gy.store.block.arg,
    frame,
    kH,
    kW,
    dH,
    dW,
    0,
    0,
    1,
    0,
  );
  if (status !== 0) throw device.error(status);
  return gx;
}

/** Sums of windows, times a weight plus a bias of their plane: the base of `SpatialSubSampling` and `TemporalSubSampling`. */
export abstract class SubSampling extends Module {
  /** A factor of each plane. */
  override weight: Tensor;
  /** A bias of each plane. */
  override bias: Tensor;
  /** Sum of ∂loss/∂weight since the last `zeroGradParameters()`. */
  override gradWeight: Tensor;
  /** Sum of ∂loss/∂bias since the last `zeroGradParameters()`. */
  override gradBias: Tensor;
  /** Source of the parameters. */
  readonly generator: Generator | undefined;
  /** Sums of the windows. */
  _windows: Tensor | null = null;
  /** Products with the gradient. */
  _products: Tensor | null = null;
  /** Sums on the way to the gradients of the parameters. */
  _sums: Tensor[] = [];

  /** Makes the parameters of so many planes. */
  constructor(planes: number, options: RandomModuleOptions) {
    super(options);
    const own = this.tensorOptions();
    this.generator = options.generator;
    this.weight = empty([planes], own);
    this.bias = empty([planes], own);
    this.gradWeight = zerosLike(this.weight);
    this.gradBias = zerosLike(this.bias);
  }

  /** Returns the window over the maps that {@linkcode mapsOf} makes of an input. */
  abstract window(): SamplingWindow;

  /** Returns the size of the output for an input; throws if that does not fit. */
  abstract outputSize(method: string, input: Tensor): number[];

  /** Returns the size of an input or output as maps. */
  abstract mapsOf(size: readonly number[]): MapsSize;

  /** Returns the size of an output as [outer, planes, inner]. */
  abstract planesOf(size: readonly number[]): [outer: number, planes: number, inner: number];

  /** Returns a parameter so that it broadcasts over the output. */
  abstract overOutput(x: Tensor): Tensor;

  /** Draws weights, then biases, from U(−s, s), s = 1 / √(size of the window), or from one with standard deviation `stdv`. */
  override reset(stdv?: number): void {
    const { kW, kH } = this.window(), s = stdv === undefined ? 1 / Math.sqrt(kW * kH) : stdv * Math.sqrt(3);
    const options = this.generator && { generator: this.generator };
    this.weight.uniform(-s, s, options);
    this.bias.uniform(-s, s, options);
  }

  /** Adds up each window, multiplies by the weight and adds the bias. */
  override updateOutput(input: Tensor): Tensor {
    const size = this.outputSize("forward", input), output = fitLike(this.output, size);
    addWindows(output, this.contiguousInput(input), this.mapsOf(size), this.mapsOf(input.shape), this.window());
    return output.cmul(this.overOutput(this.weight)).add(this.overOutput(this.bias));
  }

  /** Spreads each gradient, times the weight, over its window. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const size = this.checkBackward(input, gradOutput), gradInput = fitLike(this.gradInput, input.shape);
    const g = this._products = kept(this._products, this.code, size, this.device);
    mul(gradOutput, this.overOutput(this.weight), { out: g });
    return spreadWindows(gradInput, g, this.mapsOf(size), this.mapsOf(input.shape), this.window());
  }

  /** Adds up the gradient, for the weights times the sums of the windows. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const size = this.checkBackward(input, gradOutput),
      windows = this._windows = kept(this._windows, this.code, size, this.device);
    addWindows(windows, this.contiguousInput(input), this.mapsOf(size), this.mapsOf(input.shape), this.window());
    const g = this.contiguousGradOutput(gradOutput), [outer, planes, inner] = this.planesOf(size);
    addPlaneSums(this.gradWeight, scale, windows.cmul(g), outer, planes, inner, this._sums);
    addPlaneSums(this.gradBias, scale, g, outer, planes, inner, this._sums);
  }

  /** Returns the size of the output; throws if the arguments of `backward` do not fit. */
  checkBackward(input: Tensor, gradOutput: Tensor): number[] {
    const size = this.outputSize("backward", input);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, size)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [size]);
    }
    return size;
  }
}
