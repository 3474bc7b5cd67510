import type { Tensor } from "@taimatsu/tensor";
import { frame } from "@taimatsu/tensor/native";
import { fitMaps, kernelsOf, putMaps } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialPooling } from "./spatial_pooling.ts";

/**
 * Mean of each window of kW × kH.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with ⌊(height + 2 padH − kH) / dH⌋ + 1 rows,
 * and columns alike; `ceil()` rounds up instead. Torch7: `SpatialAveragePooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialAveragePooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new SpatialAveragePooling(2, 2, 2, 2);
 * assertEquals(pooling.forward(tensor([[[1, 2, 5, 1], [4, 5, 0, 2]]])).toArray(), [[[3, 2]]]);
 * ```
 */
export class SpatialAveragePooling extends SpatialPooling {
  /** Whether padding counts in a window's size. */
  countIncludePad = true;
  /** Whether the sum is divided by the window's size. */
  divide = true;

  /**
   * Creates the layer.
   *
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Zeros on the left and on the right.
   * @param padH Zeros above and below.
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(kW: number, kH: number, dW = 1, dH = 1, padW = 0, padH = 0, options?: ModuleOptions) {
    super(kW, kH, dW, dH, padW, padH, options);
  }

  /** Counts padding in a window's size, as at first. */
  setCountIncludePad(): this {
    this.countIncludePad = true;
    return this;
  }

  /** Counts only elements of the input in a window's size. */
  setCountExcludePad(): this {
    this.countIncludePad = false;
    return this;
  }

  /** Takes the mean of each window. */
  override updateOutput(input: Tensor): Tensor {
    const sample = this.checkInput("forward", input), x = this.contiguousInput(input), { device } = x.store;
    const { shape } = input, n = shape.length, batch = sample ? 1 : shape[0]!, c = shape[n - 3]!;
    const h = shape[n - 2]!, w = shape[n - 1]!, outH = this.outputHeight(h), outW = this.outputWidth(w);
    const output = fitMaps(this.output, sample, batch, c, outH, outW);
    putMaps(0, output, batch, c, outH, outW);
    putMaps(1, x, batch, c, h, w);
    const status = kernelsOf(device).tm_avg_pool2d(
      output.store.block.arg,
      x.store.block.arg,
      frame,
      this.kH,
      this.kW,
      this.dH,
      this.dW,
      this.padH,
      this.padW,
      this.countIncludePad ? 1 : 0,
      this.divide ? 1 : 0,
    );
    if (status !== 0) throw device.error(status);
    return output;
  }

  /** Spreads each gradient over its window. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const sample = this.checkBackward(input, gradOutput),
      g = this.contiguousGradOutput(gradOutput),
      { device } = g.store;
    const { shape } = input, n = shape.length, batch = sample ? 1 : shape[0]!, c = shape[n - 3]!;
    const h = shape[n - 2]!, w = shape[n - 1]!;
    const gradInput = fitMaps(this.gradInput, sample, batch, c, h, w);
    putMaps(0, gradInput, batch, c, h, w);
    putMaps(1, g, batch, c, this.outputHeight(h), this.outputWidth(w));
    const status = kernelsOf(device).tm_avg_pool2d_grad(
      gradInput.store.block.arg,
      g.store.block.arg,
      frame,
      this.kH,
      this.kW,
      this.dH,
      this.dW,
      this.padH,
      this.padW,
      this.countIncludePad ? 1 : 0,
      this.divide ? 1 : 0,
    );
    if (status !== 0) throw device.error(status);
    return gradInput;
  }
}
