import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "log");

/**
 * y = log x, the natural logarithm, element by element; −∞ at 0, NaN below.
 *
 * Any size. Torch7: `Log.lua`.
 *
 * @example Usage
 * ```ts
 * import { Log } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new Log().forward(tensor([1, Math.E])), [0, 1]);
 * ```
 */
export class Log extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
