import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "softSign");

/**
 * y = x / (1 + |x|), element by element: between −1 and 1, with slower limits than `Tanh`.
 *
 * Any size. Torch7: `SoftSign.lua`.
 *
 * @example Usage
 * ```ts
 * import { SoftSign } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new SoftSign().forward(tensor([-1, 0, 3])), [-0.5, 0, 0.75]);
 * ```
 */
export class SoftSign extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
