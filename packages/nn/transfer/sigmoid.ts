import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "sigmoid");

/**
 * Logistic function: y = 1 / (1 + e^−x), element by element.
 *
 * Any size. Torch7: `Sigmoid.lua`.
 *
 * @example Usage
 * ```ts
 * import { Sigmoid } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new Sigmoid().forward(tensor([0, Math.log(3)])), [0.5, 0.75]);
 * ```
 */
export class Sigmoid extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
