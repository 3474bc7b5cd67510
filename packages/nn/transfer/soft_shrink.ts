import { checkFinite, checkRange } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "softShrink");

/**
 * y = x − λ for x > λ, x + λ for x < −λ, else 0, element by element.
 *
 * Any size. Torch7: `SoftShrink.lua`.
 *
 * @example Usage
 * ```ts
 * import { SoftShrink } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new SoftShrink(1).forward(tensor([-3, -1, 0.5, 2])).toArray(), [-2, 0, 0, 1]);
 * ```
 */
export class SoftShrink extends Pointwise {
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
    checkFinite("SoftShrink", "lambda", lambda);
    checkRange("SoftShrink", "lambda", lambda, 0, Infinity);
    this.lambda = lambda;
  }
}
