import type { ModuleOptions } from "../options.ts";
import { HardTanh } from "./hard_tanh.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Rectifier with an upper limit: y = min(max(x, 0), 6), element by element. At 0 and 6 the gradient is 0.
 *
 * Any size. Torch7: `ReLU6.lua`.
 *
 * @example Usage
 * ```ts
 * import { ReLU6 } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new ReLU6().forward(tensor([-1, 2, 8])).toArray(), [0, 2, 6]);
 * ```
 */
export class ReLU6 extends HardTanh {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["inplace"] };

  /** Creates the layer; if `inplace` it overwrites its input and the gradient that it gets. */
  constructor(inplace = false, options?: ModuleOptions) {
    super(0, 6, inplace, options);
  }
}
