import { op } from "@taimatsu/tensor/native";
import { AVERAGED, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion, type PointwiseOptions } from "./pointwise_criterion.ts";

const OP = op("loss", "smoothL1");

/**
 * An error that is squared near 0 and absolute far from it: the mean of z² / 2 where |z| < 1, of |z| − 1/2 elsewhere,
 * with z = x − y.
 *
 * Input and target have any one size and dtype, float32 or float64.
 *
 * Torch7: `nn.SmoothL1Criterion`. `HuberCriterion` has the border between the two as an argument.
 *
 * @example Usage
 * ```ts
 * import { SmoothL1Criterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new SmoothL1Criterion(), input = tensor([0.5, 5]), target = tensor([0, 2]);
 * assertClose(criterion.forward(input, target), (0.125 + 2.5) / 2);
 * assertClose(criterion.backward(input, target), [0.25, 0.5]);
 * ```
 */
export class SmoothL1Criterion extends PointwiseCriterion {
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
