import { checkFinite } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "elu");

/**
 * Exponential linear unit: y = x for x > 0, else α (e^x − 1), element by element.
 *
 * Any size. Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units", 2015. Torch7: `ELU.lua`.
 *
 * @example Usage
 * ```ts
 * import { ELU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new ELU().forward(tensor([-Math.LN2, 2])), [-0.5, 2]);
 * ```
 */
export class ELU extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["alpha", "inplace"] };

  /** Minus the limit for x → −∞. */
  readonly alpha: number;

  /**
   * Creates the layer.
   *
   * @param alpha Minus the limit for x → −∞.
   * @param inplace Whether to overwrite input and gradient.
   * @throws {RangeError} If `alpha` is not finite, or is negative in place, where the output must tell the sign of the input.
   */
  constructor(alpha = 1, inplace = false, options?: ModuleOptions) {
    super(OP, alpha, 0, inplace, options);
    checkFinite("ELU", "alpha", alpha);
    if (inplace && alpha < 0) {
      throw new RangeError(`Cannot run ELU: alpha must be at least 0 in place but is ${alpha}`);
    }
    this.alpha = alpha;
  }

  /** Returns `nn.ELU (alpha:…)` with six decimals. */
  override toString(): string {
    return `${super.toString()} (alpha:${this.alpha.toFixed(6)})`;
  }
}
