import type { ModuleOptions } from "../options.ts";
import { AdaptiveAveragePooling } from "./adaptive_average_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Mean of each window, where the windows cover any input with W × H of them.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with H rows and W columns. Row i is taken from
 * the rows ⌊i height / H⌋ to before ⌈(i + 1) height / H⌉, columns alike. Torch7: `SpatialAdaptiveAveragePooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialAdaptiveAveragePooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SpatialAdaptiveAveragePooling(2, 1).forward(tensor([[[1, 2, 5], [4, 3, 0]]])).toArray(), [[[2.5, 2.5]]]);
 * ```
 */
export class SpatialAdaptiveAveragePooling extends AdaptiveAveragePooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["W", "H"],
    derive: ({ sizes: [W, H] }: SpatialAdaptiveAveragePooling) => ({ W, H }),
  };

  /**
   * Creates the layer.
   *
   * @param W Columns of the output.
   * @param H Rows of the output.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(W: number, H: number, options?: ModuleOptions) {
    super({ W, H }, options);
  }
}
