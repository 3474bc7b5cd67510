import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "relu");

/**
 * Rectifier: y = max(x, 0), element by element.
 *
 * Any size. Torch7: `ReLU.lua`.
 *
 * @example Usage
 * ```ts
 * import { ReLU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new ReLU().forward(tensor([-1, 2])).toArray(), [0, 2]);
 * ```
 */
export class ReLU extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["inplace"], constant: { threshold: 0, val: 0 } };

  /** Creates the layer; if `inplace` it overwrites its input and the gradient that it gets. */
  constructor(inplace = false, options?: ModuleOptions) {
    super(OP, 0, 0, inplace, options);
  }
}
