import { checkFinite, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const POW = op("unary", "pow"), SQUARE = op("unary", "square");

/**
 * y = x^p, element by element; NaN for x < 0 unless p is an integer. For p < 1, other than 0, the gradient at 0 is infinite.
 *
 * Any size. Torch7: `Power.lua`.
 *
 * @example Usage
 * ```ts
 * import { Power } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Power(3).forward(tensor([-2, 3])).toArray(), [-8, 27]);
 * ```
 */
export class Power extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["pow"] };

  /** The exponent. */
  readonly pow: number;

  /**
   * Creates the layer.
   *
   * @param p The exponent.
   * @throws {RangeError} If it is not finite.
   */
  constructor(p: number, options?: ModuleOptions) {
    super(p === 2 ? SQUARE : POW, p, 0, false, options);
    checkFinite("Power", "p", p);
    this.pow = p;
  }

  /** ∂loss/∂x = p x^(p − 1) ∂loss/∂y; 0 for p = 0. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.pow !== 0 || this.gradInput === null) return super.updateGradInput(input, gradOutput);
    return this.gradientFor(this.gradInput, input, gradOutput).zero();
  }
}
