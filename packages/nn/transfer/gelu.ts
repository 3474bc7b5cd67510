import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";

const OP = op("unary", "gelu");

/**
 * Gaussian error linear unit: y = x Φ(x), element by element, where Φ is the distribution function of the normal distribution.
 *
 * Any size. Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; not in Torch7.
 *
 * @example Usage
 * ```ts
 * import { GELU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new GELU().forward(tensor([-10, 0, 10])), [0, 0, 10]);
 * ```
 */
export class GELU extends Pointwise {
  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
