import { checkInteger, describe, isFloat, Tensor, tensor } from "@taimatsu/tensor";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Returns a value whatever its input is; the gradient is 0.
 *
 * Input of any size and dtype. If it has more than `nInputDim` dimensions, the value is repeated for each entry of the first.
 * Torch7: `Constant.lua`.
 *
 * @example Usage
 * ```ts
 * import { Constant } from "@taimatsu/nn";
 * import { rand, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const constant = new Constant(tensor([1, 2]), 1);
 * assertEquals(constant.forward(rand([5])).toArray(), [1, 2]);
 * assertEquals(constant.forward(rand([3, 5])).toArray(), [[1, 2], [1, 2], [1, 2]]);
 * ```
 */
export class Constant extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["value", "nInputDim"], fields: ["value"] };

  /** The value. */
  readonly value: Tensor;
  /** How many dimensions a sample of the input has; the value is never repeated if `null`. */
  readonly nInputDim: number | null;

  /**
   * Creates the layer.
   *
   * @param value A number, or a tensor, which is copied.
   * @param nInputDim How many dimensions a sample of the input has.
   * @throws {TypeError} If the value is neither a number nor a tensor.
   */
  constructor(value: number | Tensor, nInputDim: number | null = null, options: ModuleOptions = {}) {
    super(value instanceof Tensor && isFloat(value.store.code) ? { dtype: value.dtype, ...options } : options);
    if (!(value instanceof Tensor) && typeof value !== "number") {
      throw new TypeError(`Cannot run Constant: value must be a number or a tensor but is ${describe(value)}`);
    }
    if (nInputDim !== null) checkInteger("Constant", "nInputDim", nInputDim, 0, 16);
    const own = this.tensorOptions();
    this.value = value instanceof Tensor ? value.to(own).clone() : tensor([value], own);
    this.nInputDim = nInputDim;
  }

  /** Copies the value, for each sample of a batch. */
  override updateOutput(input: Tensor): Tensor {
    checkAnyTensor(this, "forward", "input", input);
    const { value, nInputDim } = this, batch = nInputDim !== null && input.shape.length > nInputDim;
    const shape = batch ? [input.shape[0]!, ...value.shape] : value.shape;
    return this.output = keptLike(this.output, this.code, shape, this.device).copy(
      batch ? value.unsqueeze(0).expand(shape) : value,
    );
  }

  /** Returns zeros. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    checkAnyTensor(this, "backward", "input", input);
    checkGradOutput(this, "gradOutput", gradOutput, this.output, "output", this.output.shape);
    return this.gradInput = keptLike(this.gradInput, input.store.code, input.shape, input.store.device).zero();
  }
}
