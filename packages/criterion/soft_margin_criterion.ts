import { op } from "@taimatsu/tensor/native";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";

const OP = op("loss", "softMargin");

/**
 * The logistic loss of two classes: the mean of log(1 + e^(−x y)).
 *
 * Input and target have any one size and dtype, float32 or float64; the target is 1 or −1. Inputs of any magnitude give
 * finite losses.
 *
 * Torch7: `nn.SoftMarginCriterion`.
 *
 * @example Usage
 * ```ts
 * import { SoftMarginCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new SoftMarginCriterion(), input = tensor([0, -1000]), target = tensor([1, 1]);
 * assertClose(criterion.forward(input, target), (Math.log(2) + 1000) / 2);
 * assertClose(criterion.backward(input, target), [-0.25, -0.5]);
 * ```
 */
export class SoftMarginCriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: REDUCED, missing: AVERAGED };

  /** Creates the criterion. */
  constructor(options?: ReductionOptions) {
    super(OP, 0, true, options);
  }
}
