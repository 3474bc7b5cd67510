import type { RandomModuleOptions } from "../options.ts";
import { FractionalMaxPooling } from "./fractional_max_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { fractionalForm } from "../files/fractional_form.ts";

/**
 * Largest element of each window, where the windows lie at random places that are drawn for each plane anew.
 *
 * Input [planes, time, height, width] or [batch, planes, time, height, width], as of all volumetric layers, though Torch7 has the
 * time last here; output the same with outT frames, outH rows and outW columns, or ⌊ratioT time⌋, ⌊ratioH height⌋ and
 * ⌊ratioW width⌋. `fixPoolingRegions()` keeps the places. Torch7: `VolumetricFractionalMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricFractionalMaxPooling } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new VolumetricFractionalMaxPooling(2, 2, 2, 5, 12, 9);
 * assertEquals(pooling.forward(rand([4, 3, 8, 20, 30])).size(), [4, 3, 5, 9, 12]);
 * ```
 */
export class VolumetricFractionalMaxPooling extends FractionalMaxPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = fractionalForm(
    ["T", "W", "H"],
    ["W", "H", "T"],
    (args: [number, number, number, number, number, number], options) =>
      new VolumetricFractionalMaxPooling(...args, options),
  );

  /**
   * Creates the layer.
   *
   * @param poolSizeT Frames of the windows, from 2.
   * @param poolSizeW Width of the windows, from 2.
   * @param poolSizeH Height of the windows, from 2.
   * @param outT Frames of the output, or, between 0 and 1, their ratio to those of the input.
   * @param outW Columns of the output, or their ratio.
   * @param outH Rows of the output, or their ratio.
   * @throws {RangeError} If a number is no integer in its range, or a ratio does not lie between 0 and 1.
   */
  constructor(
    poolSizeT: number,
    poolSizeW: number,
    poolSizeH: number,
    outT: number,
    outW: number,
    outH: number,
    options?: RandomModuleOptions,
  ) {
    const axes = [
      { poolName: "poolSizeW", pool: poolSizeW, outName: "outW", out: outW },
      { poolName: "poolSizeH", pool: poolSizeH, outName: "outH", out: outH },
      { poolName: "poolSizeT", pool: poolSizeT, outName: "outT", out: outT },
    ];
    super(axes, options);
  }

  /** Returns the sizes of the output or their ratios, then those of the windows. */
  override toString(): string {
    const { outSizes: [outW, outH, outT], poolSizes: [poolSizeW, poolSizeH, poolSizeT] } = this;
    return `${super.toString()}(${outT}x${outW}x${outH}, ${poolSizeT},${poolSizeW},${poolSizeH})`;
  }
}
