import { sameSize, Tensor } from "@taimatsu/tensor";
import { keepCopy, tensorsOf } from "../activity.ts";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Passes its input on and lets no gradient through: ∂loss/∂x = 0.
 *
 * A tensor of any size, or nested lists of them; the output is the input itself. Torch7: `ZeroGrad.lua`.
 *
 * @typeParam A Input and output: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { ZeroGrad } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new ZeroGrad(), x = tensor([1, 2]);
 * assertEquals(layer.forward(x).toArray(), [1, 2]);
 * assertEquals(layer.backward(x, tensor([4, -2])).toArray(), [0, 0]);
 * ```
 */
export class ZeroGrad<A extends Activity = Tensor> extends Module<A, A> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
  }

  /** y = x */
  override updateOutput(input: A): A {
    this.checkActivity("forward", "input", input);
    return this.output = input;
  }

  /** ∂loss/∂x = 0 */
  override updateGradInput(input: A, gradOutput: A): A {
    if (this.gradInput === null) return this.noGradient();
    this.checkActivity("backward", "input", input);
    this.checkActivity("backward", "gradOutput", gradOutput, input);
    const { gradInput } = this;
    if (input instanceof Tensor && gradInput instanceof Tensor) {
      fitLike(gradInput, input.shape).zero();
      return gradInput;
    }
    const zeros = this.gradInput = keepCopy(gradInput, input);
    for (const x of tensorsOf(zeros)) x.zero();
    return zeros;
  }

  /** Checks that all tensors have the module's dtype and, with `like`, are nested and sized as there. */
  checkActivity(method: string, name: string, x: Activity, like?: Activity): void {
    if (like instanceof Tensor || (like === undefined && !Array.isArray(x))) {
      const tensor = x as Tensor, forms = like instanceof Tensor ? [like.shape] : [];
      const fits = tensor?.store?.code === this.code && (forms.length === 0 || sameSize(tensor.shape, forms[0]!));
      if (!fits) throw this.refusal(method, name, x, forms);
      return;
    }
    if (!Array.isArray(x) || x.length === 0 || (like !== undefined && x.length !== like.length)) {
      const wanted = like === undefined ? "have tensors but is an empty list" : "be nested like the input but is not";
      throw new TypeError(`Cannot run ZeroGrad.${method}: ${name} must ${wanted}`);
    }
    x.forEach((entry, k) => this.checkActivity(method, `${name}[${k}]`, entry, like?.[k]));
  }
}
