import type { RandomModuleOptions } from "../options.ts";
import { FractionalMaxPooling } from "./fractional_max_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { fractionalForm } from "../files/fractional_form.ts";

/**
 * Largest element of each window, where the windows lie at random places that are drawn for each plane anew.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with outH rows and outW columns, or ⌊ratioH height⌋
 * and ⌊ratioW width⌋. `fixPoolingRegions()` keeps the places.
 *
 * Graham, "Fractional Max-Pooling", 2014. Torch7: `SpatialFractionalMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialFractionalMaxPooling } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = rand([8, 3, 20, 30]);
 * assertEquals(new SpatialFractionalMaxPooling(2, 2, 12, 9).forward(x).size(), [8, 3, 9, 12]);
 * assertEquals(new SpatialFractionalMaxPooling(2, 2, 0.7, 0.7).forward(x).size(), [8, 3, 14, 21]);
 * ```
 */
export class SpatialFractionalMaxPooling extends FractionalMaxPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = fractionalForm(
    ["W", "H"],
    ["W", "H"],
    (args: [number, number, number, number], options) => new SpatialFractionalMaxPooling(...args, options),
  );

  /**
   * Creates the layer.
   *
   * @param poolSizeW Width of the windows, from 2.
   * @param poolSizeH Height of the windows, from 2.
   * @param outW Columns of the output, or, between 0 and 1, their ratio to those of the input.
   * @param outH Rows of the output, or their ratio.
   * @throws {RangeError} If a number is no integer in its range, or a ratio does not lie between 0 and 1.
   */
  constructor(poolSizeW: number, poolSizeH: number, outW: number, outH: number, options?: RandomModuleOptions) {
    const axes = [
      { poolName: "poolSizeW", pool: poolSizeW, outName: "outW", out: outW },
      { poolName: "poolSizeH", pool: poolSizeH, outName: "outH", out: outH },
    ];
    super(axes, options);
  }

  /** Returns the sizes of the output or their ratios, then those of the windows, as Torch7 prints them. */
  override toString(): string {
    const { outSizes: [outW, outH], poolSizes: [poolSizeW, poolSizeH] } = this;
    return `${super.toString()}(${outW},${outH},${poolSizeW},${poolSizeH})`;
  }
}
