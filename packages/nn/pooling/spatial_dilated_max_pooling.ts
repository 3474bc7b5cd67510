import type { ModuleOptions } from "../options.ts";
import { SpatialMaxPooling } from "./spatial_max_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { empty } from "@taimatsu/tensor";
import { renamed } from "@taimatsu/tensor/native";

/**
 * Largest element of each window of kW × kH whose elements lie `dilation` apart.
 *
 * Input and output as of `SpatialMaxPooling`, which has the dilation as an option. Torch7: `SpatialDilatedMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialDilatedMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new SpatialDilatedMaxPooling(2, 1, 1, 1, 0, 0, 2, 1);
 * assertEquals(pooling.forward(tensor([[[1, 5, 2, 0]]])).toArray(), [[[2, 5]]]);
 * ```
 */
export class SpatialDilatedMaxPooling extends SpatialMaxPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["kW", "kH", "dW", "dH", "padW", "padH", "dilationW", "dilationH"],
    fields: [renamed("ceilMode", "ceil_mode")],
    scratch: () => ({ indices: empty([], { dtype: "int64" }) }),
  };

  /**
   * Creates the layer.
   *
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padW Padding on the left and on the right.
   * @param padH Padding above and below.
   * @param dilationW Step between neighbours in the window along the width.
   * @param dilationH Step between neighbours in the window along the height.
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kW: number,
    kH: number,
    dW: number = kW,
    dH: number = kH,
    padW = 0,
    padH = 0,
    dilationW = 1,
    dilationH = 1,
    options?: ModuleOptions,
  ) {
    super(kW, kH, dW, dH, padW, padH, { ...options, dilationW, dilationH });
  }

  /** Returns the window, its steps, the padding and the dilation as Torch7 prints them. */
  override toString(): string {
    return `${super.toString().slice(0, -1)}, ${this.dilationW},${this.dilationH})`;
  }
}
