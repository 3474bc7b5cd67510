import { add, checkFinite, norm, sign, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkGradient } from "./check_gradient.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Passes its input on and adds the gradient of a penalty on its magnitude: loss = weight · Σ |x|, which makes it sparse.
 *
 * Any size; the output is the input itself. Torch7: `L1Penalty.lua`, which never leaves out the gradient of the output.
 *
 * @example Usage
 * ```ts
 * import { L1Penalty } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new L1Penalty(0.5), x = tensor([-2, 0, 4]);
 * layer.forward(x);
 * assertEquals(layer.loss, 3);
 * assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [0.5, 1, 1.5]);
 * ```
 */
export class L1Penalty extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["l1weight", "sizeAverage", "provideOutput"] };

  /** Factor of the penalty. */
  readonly l1weight: number;
  /** Whether the penalty is divided by the number of elements. */
  readonly sizeAverage: boolean;
  /** Whether the gradient contains that with respect to the output. */
  readonly provideOutput: boolean;
  /** The penalty for the last input. */
  loss = 0;

  /**
   * Creates the layer.
   *
   * @param l1weight Factor of the penalty.
   * @param sizeAverage Whether the penalty is divided by the number of elements.
   * @param provideOutput Whether the gradient contains that with respect to the output; otherwise it is that of the penalty.
   * @throws {RangeError} If the factor is not finite.
   */
  constructor(l1weight: number, sizeAverage = false, provideOutput = true, options?: ModuleOptions) {
    super(options);
    checkFinite("L1Penalty", "l1weight", l1weight);
    this.l1weight = l1weight;
    this.sizeAverage = sizeAverage;
    this.provideOutput = provideOutput;
  }

  /** y = x */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    this.loss = this.factor(input) * norm(input, 1);
    return this.output = input;
  }

  /** ∂loss/∂x = ∂loss/∂y + weight · sign(x) */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    checkGradient(this, input, gradOutput);
    const gradInput = sign(input, { out: fitLike(this.gradInput, input.shape) }), factor = this.factor(input);
    if (!this.provideOutput) return gradInput.mul(factor);
    return add(gradOutput, gradInput, { alpha: factor, out: gradInput });
  }

  /** Factor of the magnitudes. */
  factor({ count }: Tensor): number {
    return this.sizeAverage && count > 0 ? this.l1weight / count : this.l1weight;
  }
}
