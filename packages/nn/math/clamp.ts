import type { ModuleOptions } from "../options.ts";
import { HardTanh } from "../transfer/hard_tanh.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { renamed } from "@taimatsu/tensor/native";

/**
 * Limits its input: y = min(max(x, minVal), maxVal), element by element: `HardTanh` with limits of one's own.
 *
 * Any size. Torch7: `Clamp.lua`.
 *
 * @example Usage
 * ```ts
 * import { Clamp } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Clamp(-0.5, 2).forward(tensor([-3, 0.5, 3])).toArray(), [-0.5, 0.5, 2]);
 * ```
 */
export class Clamp extends HardTanh {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [renamed("minVal", "min_val"), renamed("maxVal", "max_val")],
    constant: { inplace: false },
  };

  /**
   * Creates the layer.
   *
   * @param minVal The smallest output.
   * @param maxVal The largest output.
   * @throws {RangeError} If a limit is not finite, or `maxVal` is not above `minVal`.
   */
  constructor(minVal: number, maxVal: number, options?: ModuleOptions) {
    super(minVal, maxVal, false, options);
  }
}
