import type { Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { AVERAGED, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";

const OP = op("loss", "bce"), EPSILON = 1e-12;

/**
 * The binary cross-entropy of probabilities: −Σ w (y log(x + ε) + (1 − y) log(1 − x + ε)) / n, with ε = 10⁻¹².
 *
 * Input and target have any one size and dtype, float32 or float64, and hold numbers from 0 to 1. For scores of any
 * magnitude there is `BCEWithLogitsCriterion`, which loses no digits where a sigmoid saturates.
 *
 * Torch7: `nn.BCECriterion`.
 *
 * @example Usage
 * ```ts
 * import { BCECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new BCECriterion(), input = tensor([0.25, 0.5]), target = tensor([1, 0]);
 * assertClose(criterion.forward(input, target), (Math.log(4) + Math.log(2)) / 2);
 * assertClose(criterion.backward(input, target), [-2, 1]);
 * ```
 */
export class BCECriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: POINTWISE, missing: AVERAGED };

  /**
   * Creates the criterion.
   *
   * @param weights A factor for each column, [size of the last dimension], in the dtype of the inputs.
   * @param sizeAverage Whether the sum is divided by the number of elements.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(weights?: Tensor | null, sizeAverage: boolean = true, options?: ReductionOptions) {
    super(OP, EPSILON, sizeAverage, { ...options, weights: weights ?? null });
  }

  /**
   * Computes −Σ w (y log(x + ε) + (1 − y) log(1 − x + ε)), divided by the number of elements for the mean; the losses
   * themselves with the reduction `"none"`.
   *
   * @param input Probabilities.
   * @param target What they should be.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   * @throws {RangeError} If the input is not from 0 to 1.
   */
  override lossTensor(input: Tensor, target: Tensor): Tensor {
    this.targetFor("forward", input, target);
    if (input.count > 0 && !(input.min() >= 0 && input.max() <= 1)) refuse(input);
    return super.lossTensor(input, target);
  }
}

function refuse(input: Tensor): never {
  const list = input.contiguous().view(input.count).toArray() as number[],
    at = list.findIndex((x) => !(x >= 0 && x <= 1));
  throw new RangeError(
    `Cannot run BCECriterion.forward: input must be from 0 to 1 but is ${list[at]} at position ${at}`,
  );
}
