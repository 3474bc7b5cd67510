import { op } from "@taimatsu/tensor/native";
import { AVERAGED, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion, type PointwiseOptions } from "./pointwise_criterion.ts";

const OP = op("loss", "abs");

/**
 * The mean absolute error: Σ |x − y| / n, where n is the number of elements.
 *
 * Input and target have any one size and dtype, float32 or float64. Where they are equal, the gradient is that of x >
 * y.
 *
 * Torch7: `nn.AbsCriterion`.
 *
 * @example Usage
 * ```ts
 * import { AbsCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new AbsCriterion(), input = tensor([1, 2]), target = tensor([3, 2]);
 * assertClose(criterion.forward(input, target), 1);
 * assertClose(criterion.backward(input, target), [-0.5, 0.5]);
 * ```
 */
export class AbsCriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: POINTWISE, missing: AVERAGED };

  /**
   * Creates the criterion.
   *
   * @param sizeAverage Whether the sum is divided by the number of elements.
   */
  constructor(sizeAverage: boolean = true, options?: PointwiseOptions) {
    super(OP, 0, sizeAverage, options);
  }
}
