import { checkFinite, mul, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkGradient } from "./check_gradient.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Passes its input on and reverses the gradient: ∂loss/∂x = −λ ∂loss/∂y, so that what lies before works against the loss.
 *
 * Any size; the output is the input itself. Ganin and Lempitsky, "Unsupervised Domain Adaptation by Backpropagation", 2015.
 * Torch7: `GradientReversal.lua`.
 *
 * @example Usage
 * ```ts
 * import { GradientReversal } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new GradientReversal(0.5), x = tensor([1, 2]);
 * assertEquals(layer.forward(x).toArray(), [1, 2]);
 * assertEquals(layer.backward(x, tensor([4, -2])).toArray(), [-2, 1]);
 * ```
 */
export class GradientReversal extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["lambda"] };

  /** Factor of the reversed gradient; see {@linkcode setLambda}. */
  lambda: number;

  /**
   * Creates the layer.
   *
   * @param lambda Factor of the reversed gradient.
   * @throws {RangeError} If it is not finite.
   */
  constructor(lambda = 1, options?: ModuleOptions) {
    super(options);
    checkFinite("GradientReversal", "lambda", lambda);
    this.lambda = lambda;
  }

  /** Changes the factor. */
  setLambda(lambda: number): this {
    checkFinite("GradientReversal.setLambda", "lambda", lambda);
    this.lambda = lambda;
    return this;
  }

  /** y = x */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    return this.output = input;
  }

  /** ∂loss/∂x = −λ ∂loss/∂y */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    checkGradient(this, input, gradOutput);
    return mul(gradOutput, -this.lambda, { out: fitLike(this.gradInput, input.shape) });
  }
}
