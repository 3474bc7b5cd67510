import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { dtypeCode, frame, fresh } from "@taimatsu/tensor/native";
import { fitLike, fitMaps, kernelsOf, putMaps } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialPooling } from "./spatial_pooling.ts";

/** Options of {@linkcode SpatialMaxPooling}. */
export interface SpatialMaxPoolingOptions extends ModuleOptions {
  /** Step between neighbours in the window along the width; 1 by default. */
  dilationW?: number;
  /** Step between neighbours in the window along the height; `dilationW` by default. */
  dilationH?: number;
}

/**
 * Largest element of each window of kW × kH.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with
 * ⌊(height + 2 padH − dilationH (kH − 1) − 1) / dH⌋ + 1 rows, and columns alike; `ceil()` rounds up instead. Padding is never
 * the largest. Torch7: `SpatialMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new SpatialMaxPooling(2, 2);
 * assertEquals(pooling.forward(tensor([[[1, 2, 5, 0], [4, 3, 0, 6]]])).toArray(), [[[4, 6]]]);
 * ```
 */
export class SpatialMaxPooling extends SpatialPooling {
  /** Where the largest elements lie in their planes, sized like the output. */
  indices: Tensor = fresh(dtypeCode("int32"), []);

  /**
   * Creates the layer.
   *
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Padding on the left and on the right.
   * @param padH Padding above and below.
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kW: number,
    kH: number,
    dW: number = kW,
    dH: number = kH,
    padW = 0,
    padH = 0,
    options: SpatialMaxPoolingOptions = {},
  ) {
    super(kW, kH, dW, dH, padW, padH, options);
    const { dilationW = 1, dilationH = dilationW } = options;
    checkInteger("SpatialMaxPooling", "dilationW", dilationW, 1, 2 ** 31 - 1);
    checkInteger("SpatialMaxPooling", "dilationH", dilationH, 1, 2 ** 31 - 1);
    this.dilationW = dilationW;
    this.dilationH = dilationH;
  }

  /** Takes the largest element of each window; the first one wins. */
  override updateOutput(input: Tensor): Tensor {
    const sample = this.checkInput("forward", input), x = this.contiguousInput(input), { device } = x.store;
    const { shape } = input, n = shape.length, batch = sample ? 1 : shape[0]!, c = shape[n - 3]!;
    const h = shape[n - 2]!, w = shape[n - 1]!, outH = this.outputHeight(h), outW = this.outputWidth(w);
    const output = fitMaps(this.output, sample, batch, c, outH, outW), indices = fitLike(this.indices, output.shape);
    putMaps(0, output, batch, c, outH, outW);
    putMaps(1, indices, batch, c, outH, outW);
    putMaps(2, x, batch, c, h, w);
    const status = kernelsOf(device).tm_max_pool2d(
      output.store.block.arg,
      indices.store.block.arg,
      x.store.block.arg,
      frame,
      this.kH,
      this.kW,
      this.dH,
      this.dW,
      this.padH,
      this.padW,
      this.dilationH,
      this.dilationW,
    );
    if (status !== 0) throw device.error(status);
    return output;
  }

  /** Passes each gradient to the element that was the largest. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const sample = this.checkBackward(input, gradOutput),
      g = this.contiguousGradOutput(gradOutput),
      { device } = g.store;
    const { shape } = input, n = shape.length, batch = sample ? 1 : shape[0]!, c = shape[n - 3]!;
    const h = shape[n - 2]!, w = shape[n - 1]!, outH = this.outputHeight(h), outW = this.outputWidth(w);
    const gradInput = fitMaps(this.gradInput, sample, batch, c, h, w);
    putMaps(0, gradInput, batch, c, h, w);
    putMaps(1, g, batch, c, outH, outW);
    putMaps(2, this.indices, batch, c, outH, outW);
    const status = kernelsOf(device).tm_max_pool2d_grad(
      gradInput.store.block.arg,
      g.store.block.arg,
      this.indices.store.block.arg,
      frame,
    );
    if (status !== 0) throw device.error(status);
    return gradInput;
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "indices"];
  }
}
