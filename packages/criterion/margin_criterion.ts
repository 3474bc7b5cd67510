import { checkFinite } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";

const OP = op("loss", "margin");

/**
 * The hinge loss of two classes: the mean of max(0, margin − x y).
 *
 * Input and target have any one size and dtype, float32 or float64; the target is 1 or −1.
 *
 * Torch7: `nn.MarginCriterion`.
 *
 * @example Usage
 * ```ts
 * import { MarginCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MarginCriterion(), input = tensor([2, 0.5]), target = tensor([1, -1]);
 * assertClose(criterion.forward(input, target), 0.75);
 * assertClose(criterion.backward(input, target), [0, 0.5]);
 * ```
 */
export class MarginCriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["margin"],
    fields: REDUCED,
    missing: { ...AVERAGED, margin: 1 },
  };

  /**
   * Creates the criterion.
   *
   * @param margin How far on the right side an input must be.
   * @throws {RangeError} If `margin` is not finite.
   */
  constructor(margin: number = 1, options?: ReductionOptions) {
    super(OP, margin, true, options);
    checkFinite("MarginCriterion", "margin", margin);
  }

  /** How far on the right side an input must be. */
  get margin(): number {
    return this.parameter;
  }

  /** Sets the margin. */
  set margin(value: number) {
    this.parameter = value;
  }
}
