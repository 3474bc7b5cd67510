import type { Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { AVERAGED, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";

const OP = op("loss", "bceWithLogits");

/**
 * The binary cross-entropy of scores: −Σ w (y log σ(x) + (1 − y) log(1 − σ(x))) / n, with σ(x) = 1 / (1 + e^−x).
 *
 * Input and target have any one size and dtype, float32 or float64; the target holds numbers from 0 to 1. It is
 * `Sigmoid` and `BCECriterion` in one, and finite for scores of any magnitude.
 *
 * Torch7 has none for a single class; `nn.MultiLabelSoftMarginCriterion` is the same for several.
 *
 * @example Usage
 * ```ts
 * import { BCEWithLogitsCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new BCEWithLogitsCriterion(), scores = tensor([0, 1000]), target = tensor([1, 0]);
 * assertClose(criterion.forward(scores, target), (Math.log(2) + 1000) / 2);
 * assertClose(criterion.backward(scores, target), [-0.25, 0.5]);
 * ```
 */
export class BCEWithLogitsCriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: POINTWISE, missing: AVERAGED, ours: true };

  /**
   * Creates the criterion.
   *
   * @param weights A factor for each column, [size of the last dimension], in the dtype of the inputs.
   * @param sizeAverage Whether the sum is divided by the number of elements.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(weights?: Tensor | null, sizeAverage: boolean = true, options?: ReductionOptions) {
    super(OP, 0, sizeAverage, { ...options, weights: weights ?? null });
  }
}
