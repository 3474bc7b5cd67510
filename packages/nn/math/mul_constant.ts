import { checkFinite, type Tensor } from "@taimatsu/tensor";
import { op, renamed } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "mulScalar");

/**
 * Multiplies by a fixed number: y = c · x.
 *
 * Any size. In place, the input becomes the output, and the backward pass makes it the input again by a division; the gradient
 * with respect to the output becomes that with respect to the input. Torch7: `MulConstant.lua`.
 *
 * @example Usage
 * ```ts
 * import { MulConstant } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new MulConstant(3).forward(tensor([1, -2])).toArray(), [3, -6]);
 * ```
 */
export class MulConstant extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [renamed("constantScalar", "constant_scalar"), "inplace"] };

  /** The number. */
  readonly constantScalar: number;

  /**
   * Creates the layer.
   *
   * @param constantScalar The number.
   * @param inplace Whether to overwrite input and gradient.
   * @throws {RangeError} If the number is not finite, or is 0 in place, where the backward pass divides by it.
   */
  constructor(constantScalar: number, inplace = false, options?: ModuleOptions) {
    super(OP, constantScalar, 0, inplace, options);
    checkFinite("MulConstant", "constantScalar", constantScalar);
    if (inplace && constantScalar === 0) {
      throw new RangeError("Cannot run MulConstant: constantScalar must not be 0 in place");
    }
    this.constantScalar = constantScalar;
  }

  /** ∂loss/∂x = c · ∂loss/∂y; in place it restores the input. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    const gradInput = super.updateGradInput(input, gradOutput);
    if (this.inplace && this.gradInput !== null) input.div(this.constantScalar);
    return gradInput;
  }
}
