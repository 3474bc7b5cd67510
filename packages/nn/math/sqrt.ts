import { checkFinite } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "sqrt");

/**
 * y = √x, element by element; NaN below 0. The gradient at 0, which would be infinite, is 0.
 *
 * Any size. Torch7: `Sqrt.lua`.
 *
 * @example Usage
 * ```ts
 * import { Sqrt } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Sqrt().forward(tensor([4, 9])).toArray(), [2, 3]);
 * ```
 */
export class Sqrt extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["eps"] };

  /** As it was given. */
  readonly eps: number;

  /**
   * Creates the layer.
   *
   * @param eps Has no effect, as in Torch7.
   * @throws {RangeError} If `eps` is not finite.
   */
  constructor(eps = 0, options?: ModuleOptions) {
    super(OP, 0, 0, false, options);
    checkFinite("Sqrt", "eps", eps);
    this.eps = eps;
  }
}
