import type { ModuleOptions } from "../options.ts";
import { AdaptiveAveragePooling } from "./adaptive_average_pooling.ts";

/**
 * Mean of each window, where the windows cover any volume with T × W × H of them. Torch7 has it for images alone.
 *
 * Input [planes, time, height, width] or [batch, planes, time, height, width]; output the same with T frames, H rows and W columns.
 * Frame i is taken from the frames ⌊i time / T⌋ to before ⌈(i + 1) time / T⌉, rows and columns alike.
 *
 * @example Usage
 * ```ts
 * import { VolumetricAdaptiveAveragePooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new VolumetricAdaptiveAveragePooling(1, 2, 1);
 * assertEquals(pooling.forward(tensor([[[[1, 2, 5]], [[4, 3, 0]]]])).toArray(), [[[[2.5, 2.5]]]]);
 * ```
 */
export class VolumetricAdaptiveAveragePooling extends AdaptiveAveragePooling {
  /**
   * Creates the layer.
   *
   * @param T Frames of the output.
   * @param W Columns of the output.
   * @param H Rows of the output.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(T: number, W: number, H: number, options?: ModuleOptions) {
    super({ W, H, T }, options);
  }
}
