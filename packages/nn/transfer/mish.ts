import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";

const OP = op("unary", "mish");

/**
 * y = x tanh(log(1 + e^x)), element by element.
 *
 * Any size. Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019; not in Torch7.
 *
 * @example Usage
 * ```ts
 * import { Mish } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new Mish().forward(tensor([0, 20])), [0, 20]);
 * ```
 */
export class Mish extends Pointwise {
  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
