import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "exp");

/**
 * y = e^x, element by element.
 *
 * Any size. Torch7: `Exp.lua`.
 *
 * @example Usage
 * ```ts
 * import { Exp } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new Exp().forward(tensor([0, Math.LN2])), [1, 2]);
 * ```
 */
export class Exp extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
