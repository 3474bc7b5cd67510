import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "logSigmoid");

/**
 * Logarithm of the logistic function: y = log(1 / (1 + e^−x)), element by element; also where e^−x is too large for a number.
 *
 * Any size. Torch7: `LogSigmoid.lua`.
 *
 * @example Usage
 * ```ts
 * import { LogSigmoid } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new LogSigmoid().forward(tensor([0, -1000])), [-Math.LN2, -1000]);
 * ```
 */
export class LogSigmoid extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { empty: ["buffer"] };

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
