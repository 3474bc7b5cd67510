import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "tanh");

/**
 * Hyperbolic tangent: y = (e^x − e^−x) / (e^x + e^−x), element by element.
 *
 * Any size. Torch7: `Tanh.lua`.
 *
 * @example Usage
 * ```ts
 * import { Tanh } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new Tanh().forward(tensor([0, Math.log(2)])), [0, 0.6]);
 * ```
 */
export class Tanh extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
