import type { ModuleOptions } from "../options.ts";
import { AdaptiveMaxPooling } from "./adaptive_max_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Largest element of each window, where the windows cover any input with W × H of them.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output the same with H rows and W columns. Row i is taken from
 * the rows ⌊i height / H⌋ to before ⌈(i + 1) height / H⌉, columns alike. Torch7: `SpatialAdaptiveMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialAdaptiveMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SpatialAdaptiveMaxPooling(2, 1).forward(tensor([[[1, 2, 5], [4, 3, 0]]])).toArray(), [[[4, 5]]]);
 * ```
 */
export class SpatialAdaptiveMaxPooling extends AdaptiveMaxPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["W", "H"],
    derive: ({ sizes: [W, H] }: SpatialAdaptiveMaxPooling) => ({ W, H }),
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
