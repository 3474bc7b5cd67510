import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";

const OP = op("unary", "silu");

/**
 * Sigmoid linear unit, also called swish: y = x / (1 + e^−x), element by element.
 *
 * Any size. Elfwing et al., "Sigmoid-Weighted Linear Units", 2017; not in Torch7.
 *
 * @example Usage
 * ```ts
 * import { SiLU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new SiLU().forward(tensor([0, Math.log(3)])), [0, 0.75 * Math.log(3)]);
 * ```
 */
export class SiLU extends Pointwise {
  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
