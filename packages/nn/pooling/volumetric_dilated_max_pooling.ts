import { checkInteger, empty } from "@taimatsu/tensor";
import type { ModuleOptions } from "../options.ts";
import { VolumetricMaxPooling } from "./volumetric_max_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { renamed } from "@taimatsu/tensor/native";

/**
 * Largest element of each window of kT frames of kW × kH whose elements lie `dilation` apart.
 *
 * Input and output as of `VolumetricMaxPooling`, which is the same with dilations of 1. Torch7: `VolumetricDilatedMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { VolumetricDilatedMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new VolumetricDilatedMaxPooling(1, 2, 1, 1, 1, 1, 0, 0, 0, 1, 2, 1);
 * assertEquals(pooling.forward(tensor([[[[1, 5, 2, 0]]]])).toArray(), [[[[2, 5]]]]);
 * ```
 */
export class VolumetricDilatedMaxPooling extends VolumetricMaxPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["kT", "kW", "kH", "dT", "dW", "dH", "padT", "padW", "padH", "dilationT", "dilationW", "dilationH"],
    fields: [renamed("ceilMode", "ceil_mode")],
    scratch: () => ({ indices: empty([], { dtype: "int64" }) }),
    version: 2,
  };

  /**
   * Creates the layer.
   *
   * @param kT Frames of the window.
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dT Step along the time.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @param padT Padding before the first and after the last frame.
   * @param padW Padding on the left and on the right.
   * @param padH Padding above and below.
   * @param dilationT Step between neighbours in the window along the time.
   * @param dilationW Step between neighbours in the window along the width.
   * @param dilationH Step between neighbours in the window along the height.
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kT: number,
    kW: number,
    kH: number,
    dT: number = kT,
    dW: number = kW,
    dH: number = kH,
    padT = 0,
    padW = 0,
    padH = 0,
    dilationT = 1,
    dilationW = 1,
    dilationH = 1,
    options?: ModuleOptions,
  ) {
    super(kT, kW, kH, dT, dW, dH, padT, padW, padH, options);
    for (const [name, value] of Object.entries({ dilationT, dilationW, dilationH })) {
      checkInteger(new.target.name, name, value, 1, 2 ** 31 - 1);
    }
    this.dilationT = dilationT;
    this.dilationW = dilationW;
    this.dilationH = dilationH;
  }

  /** Returns the window, its steps, the padding and the dilation as Torch7 prints them. */
  override toString(): string {
    return `${super.toString().slice(0, -1)}, ${this.dilationT},${this.dilationW},${this.dilationH})`;
  }
}
