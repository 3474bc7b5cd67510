import { add, checkFinite, checkFloat, checkSize, checkTensor, type Tensor } from "@taimatsu/tensor";
import { fresh, op, renamed } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "addScalar");

/**
 * Adds something fixed: y = x + c.
 *
 * Any size where c is a number; where it is a tensor [n], the last dimension has size n. In place, the input becomes the output,
 * and the backward pass makes it the input again by a subtraction. Torch7: `AddConstant.lua`.
 *
 * @example Usage
 * ```ts
 * import { AddConstant } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new AddConstant(3).forward(tensor([1, -2])).toArray(), [4, 1]);
 * assertEquals(new AddConstant(tensor([1, 2])).forward(tensor([[0, 0], [5, 5]])).toArray(), [[1, 2], [6, 7]]);
 * ```
 */
export class AddConstant extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [renamed("constantScalar", "constant_scalar"), "inplace"],
    fields: [renamed("constantScalar", "constant_scalar")], // its elements, if it is a tensor
  };

  /** What is added: a number, or a tensor [n]. */
  readonly constantScalar: number | Tensor;

  /**
   * Creates the layer.
   *
   * @param constantScalar What is added: a number, or a tensor [n] of floating point, which is copied.
   * @param inplace Whether to overwrite input and gradient.
   * @throws {RangeError} If a number is not finite.
   * @throws {TypeError} If a tensor has not one dimension.
   */
  constructor(constantScalar: number | Tensor, inplace = false, options?: ModuleOptions) {
    super(OP, typeof constantScalar === "number" ? constantScalar : 0, 0, inplace, options);
    if (typeof constantScalar === "number") {
      checkFinite("AddConstant", "constantScalar", constantScalar);
      this.constantScalar = constantScalar;
    } else {
      checkTensor("AddConstant", "constantScalar", constantScalar);
      checkFloat("AddConstant", "constantScalar", constantScalar);
      checkSize("AddConstant", "constantScalar", constantScalar, ["n"]);
      this.constantScalar = fresh(this.code, constantScalar.shape, this.device).copy(constantScalar);
    }
  }

  /** y = x + c */
  override updateOutput(input: Tensor): Tensor {
    const { constantScalar } = this;
    if (typeof constantScalar === "number") return super.updateOutput(input);
    const n = constantScalar.count;
    if (input?.store?.code !== this.code || input.shape.at(-1) !== n) {
      throw this.refusal("forward", "input", input, [["…", n]]);
    }
    return add(input, constantScalar, { out: this.outputFor(input) });
  }

  /** ∂loss/∂x = ∂loss/∂y; in place it restores the input. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const gradInput = this.gradientFor(this.gradInput, input, gradOutput);
    if (!this.inplace) return gradInput.copy(gradOutput);
    input.csub(this.constantScalar);
    return gradInput;
  }
}
