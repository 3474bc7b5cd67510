import { checkRange } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { AVERAGED, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion, type PointwiseOptions } from "./pointwise_criterion.ts";

const OP = op("loss", "huber");

/**
 * Huber's loss: the mean of z² / 2 where |z| ≤ δ, of δ (|z| − δ / 2) elsewhere, with z = x − y.
 *
 * Input and target have any one size and dtype, float32 or float64. With δ = 1 it is `SmoothL1Criterion`.
 *
 * Torch7 has none.
 *
 * @example Usage
 * ```ts
 * import { HuberCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new HuberCriterion(2), input = tensor([1, 5]), target = tensor([0, 2]);
 * assertClose(criterion.forward(input, target), (0.5 + 4) / 2);
 * assertClose(criterion.backward(input, target), [0.5, 1]);
 * ```
 */
export class HuberCriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["delta"], fields: POINTWISE, missing: AVERAGED, ours: true };

  /**
   * Creates the criterion.
   *
   * @param delta δ, where the squared loss ends.
   * @param sizeAverage Whether the sum is divided by the number of elements.
   * @throws {RangeError} If δ is not positive and finite.
   */
  constructor(delta: number = 1, sizeAverage: boolean = true, options?: PointwiseOptions) {
    super(OP, delta, sizeAverage, options);
    checkRange("HuberCriterion", "delta", delta, Number.MIN_VALUE, Number.MAX_VALUE);
  }

  /** δ, where the squared loss ends. */
  get delta(): number {
    return this.parameter;
  }

  /** Sets δ. */
  set delta(value: number) {
    this.parameter = value;
  }
}
