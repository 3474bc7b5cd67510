import { op } from "@taimatsu/tensor/native";
import { AVERAGED, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion, type PointwiseOptions } from "./pointwise_criterion.ts";

const OP = op("loss", "mse");

/**
 * The mean squared error: Σ (x − y)² / n, where n is the number of elements.
 *
 * Input and target have any one size and dtype, float32 or float64.
 *
 * Torch7: `nn.MSECriterion`, which compares only the numbers of elements; here the sizes must agree. The option
 * `weights` gives the weighted error Σ w (x − y)² / n, which `WeightedMSECriterion` is not.
 *
 * @example Usage
 * ```ts
 * import { MSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MSECriterion(), input = tensor([1, 2]), target = tensor([3, 2]);
 * assertClose(criterion.forward(input, target), 2);
 * assertClose(criterion.backward(input, target), [-2, 0]);
 * ```
 */
export class MSECriterion extends PointwiseCriterion {
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
