import { checkFinite } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";

const OP = op("loss", "hingeEmbedding");

/**
 * The loss of distances between pairs that are alike (target 1) or not (−1): the mean of x where y = 1, of max(0,
 * margin − x) where y = −1.
 *
 * Input and target have any one size and dtype, float32 or float64; the distances are often those of
 * `PairwiseDistance`.
 *
 * Torch7: `nn.HingeEmbeddingCriterion`.
 *
 * @example Usage
 * ```ts
 * import { HingeEmbeddingCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new HingeEmbeddingCriterion(), distances = tensor([0.5, 0.25, 2]), target = tensor([1, -1, -1]);
 * assertClose(criterion.forward(distances, target), 1.25 / 3);
 * assertClose(criterion.backward(distances, target), [1 / 3, -1 / 3, 0]);
 * ```
 */
export class HingeEmbeddingCriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["margin"],
    fields: REDUCED,
    missing: { ...AVERAGED, margin: 1 },
  };

  /**
   * Creates the criterion.
   *
   * @param margin How far from each other pairs must be that are not alike.
   * @throws {RangeError} If `margin` is not finite.
   */
  constructor(margin: number = 1, options?: ReductionOptions) {
    super(OP, margin, true, options);
    checkFinite("HingeEmbeddingCriterion", "margin", margin);
  }

  /** How far from each other pairs must be that are not alike. */
  get margin(): number {
    return this.parameter;
  }

  /** Sets the margin. */
  set margin(value: number) {
    this.parameter = value;
  }
}
