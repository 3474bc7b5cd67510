import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { Tanh } from "./tanh.ts";

const OP = op("unary", "tanhShrink");

/**
 * y = x − tanh(x), element by element: small inputs become smaller still.
 *
 * Any size. Torch7: `TanhShrink.lua`.
 *
 * @example Usage
 * ```ts
 * import { TanhShrink } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new TanhShrink().forward(tensor([0, Math.log(2)])), [0, Math.log(2) - 0.6]);
 * ```
 */
export class TanhShrink extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    scratch: (module: TanhShrink) => ({ tanh: new Tanh(module.tensorOptions()) }),
  };

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
