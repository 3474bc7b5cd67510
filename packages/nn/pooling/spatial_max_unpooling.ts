import type { ModuleOptions } from "../options.ts";
import { checkPooling } from "./check_pooling.ts";
import { MaxUnpooling } from "./max_unpooling.ts";
import { SpatialMaxPooling } from "./spatial_max_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Puts elements where a `SpatialMaxPooling` took its largest elements from, among zeros.
 *
 * Input sized like the output of the pooling's last `forward`; output sized like its input. Torch7: `SpatialMaxUnpooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialMaxPooling, SpatialMaxUnpooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new SpatialMaxPooling(2, 1), unpooling = new SpatialMaxUnpooling(pooling);
 * pooling.forward(tensor([[[1, 2, 5, 0]]]));
 * assertEquals(unpooling.forward(tensor([[[7, 8]]])).toArray(), [[[0, 7, 8, 0]]]);
 * ```
 */
export class SpatialMaxUnpooling extends MaxUnpooling<SpatialMaxPooling> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["pooling"] };

  /**
   * Creates the layer.
   *
   * @param pooling The pooling whose inverse this is: its windows must not overlap.
   * @throws {TypeError} If it is none, or its windows overlap.
   */
  constructor(pooling: SpatialMaxPooling, options?: ModuleOptions) {
    super(checkPooling("SpatialMaxUnpooling", pooling, SpatialMaxPooling), options);
  }
}
