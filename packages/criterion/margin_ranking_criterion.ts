import { checkFinite, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { DifferenceCriterion } from "./difference_criterion.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { type SignBuffers, signsLike } from "./signs.ts";

const OP = op("loss", "ranking");

/**
 * The loss of scores that should be in an order: the mean of max(0, margin − y (x₁ − x₂)); y = 1 says that x₁ should be
 * larger, y = −1 that x₂ should.
 *
 * The input is a list of two tensors of any one size, float32 or float64. The target is sized like them, of any dtype,
 * or a number for all elements. Where the loss begins, its gradient is already there.
 *
 * Torch7: `nn.MarginRankingCriterion`.
 *
 * @example Usage
 * ```ts
 * import { MarginRankingCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MarginRankingCriterion(0.5), input = [tensor([1, 2]), tensor([2, 1])];
 * assertClose(criterion.forward(input, 1), 1.5 / 2);
 * assertClose(criterion.backward(input, 1), [[-0.5, 0], [0.5, 0]]);
 * ```
 */
export class MarginRankingCriterion extends DifferenceCriterion<Tensor | number> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["margin"],
    fields: REDUCED,
    gradInput: [[1], [1]],
    missing: AVERAGED,
  };

  /** How far apart the scores must be. */
  margin: number;
  /** The targets. */
  protected signs: SignBuffers = {};

  /**
   * Creates the criterion.
   *
   * @param margin How far apart the scores must be.
   * @throws {RangeError} If `margin` is not finite.
   */
  constructor(margin: number = 1, options?: ReductionOptions) {
    super(OP, true, options);
    checkFinite("MarginRankingCriterion", "margin", margin);
    this.margin = margin;
  }

  /** Returns the targets. */
  protected override numbersFrom(caller: string, target: Tensor | number, d: Tensor): Tensor {
    return signsLike(this.signs, caller, target, d.shape, d.store);
  }

  /** Returns the margin. */
  protected override parameter(): number {
    return this.margin;
  }
}
