import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "abs");

/**
 * y = |x|, element by element; the gradient at 0 is that on the right.
 *
 * Any size. Torch7: `Abs.lua`.
 *
 * @example Usage
 * ```ts
 * import { Abs } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Abs().forward(tensor([-2, 3])).toArray(), [2, 3]);
 * ```
 */
export class Abs extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
  }
}
