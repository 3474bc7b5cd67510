import type { Tensor } from "@taimatsu/tensor";
import { viewAt } from "@taimatsu/tensor/native";
import { fitMaps, kept } from "../kernels.ts";
import type { RandomModuleOptions, SizeForms } from "../options.ts";
import { MapConvolution } from "./map_convolution.ts";
import { addPlaneSums } from "./plane_sums.ts";
import { checkCounts, kernelText, places } from "./sizes.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { SPATIAL_CONVOLUTION_LOCAL } from "../files/convolution_forms.ts";

/**
 * Convolution over maps of a fixed size whose kernels differ from place to place: each output element has weights of its own.
 *
 * `weight` is [oH, oW, nOutputPlane, nInputPlane, kH, kW], `bias` [nOutputPlane, oH, oW].
 *
 * Input [nInputPlane, iH, iW] or [batch, nInputPlane, iH, iW]; output the same with nOutputPlane planes of
 * oH = ⌊(iH + 2 padH − kH) / dH⌋ + 1 rows, and columns alike. Torch7: `SpatialConvolutionLocal.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialConvolutionLocal } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialConvolutionLocal(3, 8, 16, 12, 5, 5);
 * assertEquals(convolution.weight.size(), [8, 12, 8, 3, 5, 5]);
 * assertEquals(convolution.forward(rand([2, 3, 12, 16])).size(), [2, 8, 8, 12]);
 * ```
 */
export class SpatialConvolutionLocal extends MapConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = SPATIAL_CONVOLUTION_LOCAL;

  /** Width of the input. */
  readonly iW: number;
  /** Height of the input. */
  readonly iH: number;
  /** Width of the output. */
  readonly oW: number;
  /** Height of the output. */
  readonly oH: number;
  /** The input, or the gradient with respect to it, with its padding. */
  _padded: Tensor | null = null;
  /** What the kernel covers at each place, or the gradient with respect to it: [oH, oW, batch, nInputPlane, kH, kW]. */
  _columns: Tensor | null = null;
  /** Sums on the way to the gradient of the biases. */
  _sums: Tensor[] = [];

  /**
   * Draws the parameters from U(−s, s), s = 1 / √(kW kH nInputPlane).
   *
   * @param nInputPlane Number of input planes.
   * @param nOutputPlane Number of output planes.
   * @param iW Width of the input.
   * @param iH Height of the input.
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @throws {RangeError} If a number is no integer in its range, or the kernel is larger than the padded input.
   */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    iW: number,
    iH: number,
    kW: number,
    kH: number,
    dW = 1,
    dH = 1,
    padW = 0,
    padH: number = padW,
    options: RandomModuleOptions = {},
  ) {
    const caller = new.target.name;
    checkCounts(caller, { iW, iH, dW, dH }, 1);
    checkCounts(caller, { padW, padH }, 0);
    checkCounts(caller, { kW }, 1, iW + 2 * padW);
    checkCounts(caller, { kH }, 1, iH + 2 * padH);
    const oW = places(iW, kW, dW, padW, 1), oH = places(iH, kH, dH, padH, 1);
    const weight = [oH, oW, nOutputPlane, nInputPlane, kH, kW], bias = [nOutputPlane, oH, oW];
    const sizes = { nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH };
    super(sizes, { ...options, dilationW: 1, dilationH: 1, groups: 1 }, weight, bias);
    this.iW = iW;
    this.iH = iH;
    this.oW = oW;
    this.oH = oH;
    this.reset();
  }

  /** Multiplies what the kernel covers at each place by the weights of that place. */
  override updateOutput(input: Tensor): Tensor {
    const { nOutputPlane, oH, oW, bias } = this, sample = this.checkInputSize("forward", input);
    const batch = sample ? 1 : input.shape[0]!, output = fitMaps(this.output, sample, batch, nOutputPlane, oH, oW);
    if (bias === null) output.zero();
    else output.copy(viewAt(bias, [batch, nOutputPlane, oH, oW], [0, ...bias.strides], bias.offset));
    const rows = this.rows(this.cover(input, batch), batch), turned = this.weights(this.weight).transpose(1, 2);
    this.byPlaces(output, batch).baddbmm(1, 1, rows, turned);
    return output;
  }

  /** Multiplies the gradient by the weights of its place and adds up what falls on the same element. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const { nInputPlane, iH, iW, padH, padW } = this, sample = this.checkBackward(input, gradOutput);
    const batch = sample ? 1 : input.shape[0]!, columns = this.keptColumns(batch);
    const g = this.byPlaces(this.contiguousGradOutput(gradOutput), batch);
    this.rows(columns, batch).baddbmm(0, 1, g, this.weights(this.weight));
    const gradInput = fitMaps(this.gradInput, sample, batch, nInputPlane, iH, iW);
    const whole = padH === 0 && padW === 0 ? gradInput.view(batch, nInputPlane, iH, iW) : this.keptPadded(batch);
    this.fold(whole.zero(), columns);
    if (padH > 0 || padW > 0) gradInput.copy(whole.narrow(2, padH, iH).narrow(3, padW, iW));
    return gradInput;
  }

  /** Multiplies the gradient by what the kernel covers at its place, and adds up the batch. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const { gradWeight, gradBias } = this, batch = this.checkBackward(input, gradOutput) ? 1 : input.shape[0]!;
    const gradient = this.contiguousGradOutput(gradOutput), g = this.byPlaces(gradient, batch).transpose(1, 2);
    const target = gradWeight.dense ? gradWeight : gradWeight.clone();
    this.weights(target).baddbmm(1, scale, g, this.rows(this.cover(input, batch), batch));
    if (target !== gradWeight) gradWeight.copy(target);
    if (gradBias === null) return;
    addPlaneSums(gradBias, scale, gradient, batch, gradBias.nElement(), 1, this._sums);
  }

  /** One for each weight and sample. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() * this.kW * this.kH * this.nInputPlane;
  }

  /** Returns what `toString()` writes between parentheses. */
  override describe(): string {
    const { nInputPlane, nOutputPlane, iW, iH, kW, kH, dW, dH, padW, padH } = this;
    return `${nInputPlane} -> ${nOutputPlane}, ${iW}x${iH}, ${kernelText([kW, kH], [dW, dH], [padW, padH])}`;
  }

  /** Returns the rows of the output, which are the same for all inputs. */
  override outputHeight(height: number): number {
    return height === this.iH ? this.oH : 0;
  }

  /** Returns the columns of the output, which are the same for all inputs. */
  override outputWidth(width: number): number {
    return width === this.iW ? this.oW : 0;
  }

  /** Returns the height and width of an input. */
  override leastSize(): [height: number, width: number] {
    return [this.iH, this.iW];
  }

  /** Returns the sizes of inputs that are accepted. */
  override inputForms(): SizeForms {
    const maps = [this.nInputPlane, this.iH, this.iW];
    return [maps, ["batch", ...maps]];
  }

  /** Returns maps of the output as [places, batch, nOutputPlane]. */
  byPlaces(maps: Tensor, batch: number): Tensor {
    return maps.view(batch, this.nOutputPlane, this.oH * this.oW).permute(2, 0, 1);
  }

  /** Returns weights as [places, nOutputPlane, nInputPlane kH kW]. */
  weights(weight: Tensor): Tensor {
    const x = weight === this.weight ? this.contiguousWeight() : weight;
    return x.view(this.oH * this.oW, this.nOutputPlane, -1);
  }

  /** Returns columns as [places, batch, nInputPlane kH kW]. */
  rows(columns: Tensor, batch: number): Tensor {
    return columns.view(this.oH * this.oW, batch, this.nInputPlane * this.kH * this.kW);
  }

  /** Returns memory for columns. */
  keptColumns(batch: number): Tensor {
    const { oH, oW, nInputPlane, kH, kW } = this;
    return this._columns = kept(this._columns, this.code, [oH, oW, batch, nInputPlane, kH, kW], this.device);
  }

  /** Returns memory for padded maps of the input. */
  keptPadded(batch: number): Tensor {
    const { nInputPlane, iH, iW, padH, padW } = this;
    return this._padded = kept(
      this._padded,
      this.code,
      [batch, nInputPlane, iH + 2 * padH, iW + 2 * padW],
      this.device,
    );
  }

  /** Copies what the kernel covers at each place. */
  cover(input: Tensor, batch: number): Tensor {
    const { nInputPlane, iH, iW, padH, padW } = this, columns = this.keptColumns(batch);
    let maps = this.contiguousInput(input).view(batch, nInputPlane, iH, iW);
    if (padH > 0 || padW > 0) {
      const whole = this.keptPadded(batch).zero();
      whole.narrow(2, padH, iH).narrow(3, padW, iW).copy(maps);
      maps = whole;
    }
    return columns.copy(this.windows(maps).permute(2, 3, 0, 1, 4, 5));
  }

  /** Adds columns to the maps that they cover, one element of the kernel after the other. */
  fold(maps: Tensor, columns: Tensor): void {
    const windows = this.windows(maps), parts = columns.permute(2, 3, 0, 1, 4, 5);
    for (let y = 0; y < this.kH; y++) {
      for (let x = 0; x < this.kW; x++) windows.select(4, y).select(4, x).add(parts.select(4, y).select(4, x));
    }
  }

  /** Returns the windows of padded maps: [batch, nInputPlane, oH, oW, kH, kW]. */
  windows(maps: Tensor): Tensor {
    return maps.unfold(2, this.kH, this.dH).unfold(3, this.kW, this.dW);
  }
}
