import { checkFinite, checkRange } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "hardShrink");

/**
 * y = x where |x| > λ, else 0, element by element.
 *
 * Any size. Torch7: `HardShrink.lua`.
 *
 * @example Usage
 * ```ts
 * import { HardShrink } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new HardShrink(1).forward(tensor([-3, -1, 0.5, 2])).toArray(), [-3, 0, 0, 2]);
 * ```
 */
export class HardShrink extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["lambda"] };

  /** Where the interval that gives 0 ends. */
  readonly lambda: number;

  /**
   * Creates the layer.
   *
   * @param lambda Where the interval that gives 0 ends.
   * @throws {RangeError} If `lambda` is negative or not finite.
   */
  constructor(lambda = 0.5, options?: ModuleOptions) {
    super(OP, lambda, 0, false, options);
    checkFinite("HardShrink", "lambda", lambda);
    checkRange("HardShrink", "lambda", lambda, 0, Infinity);
    this.lambda = lambda;
  }
}
