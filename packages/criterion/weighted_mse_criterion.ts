import { checkFloat, checkSameType, checkTensor, mul, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { fit } from "./buffers.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { checkForms, checkPair } from "./refusal.ts";

const OP = op("loss", "mse");

/**
 * The mean squared error with a target that is scaled element by element: Σ (x − w y)² / n.
 *
 * Input and target have any one size and dtype, float32 or float64. The weight is sized like the input, or like an
 * entry of its first dimension. For an error that is itself weighted, Σ w (x − y)² / n, there is the option `weights`
 * of `MSECriterion`.
 *
 * Torch7: `nn.WeightedMSECriterion`, which scales the target and not, as its name says, the error.
 *
 * @example Usage
 * ```ts
 * import { WeightedMSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new WeightedMSECriterion(tensor([1, 0])), input = tensor([[1, 2]]), target = tensor([[3, 5]]);
 * assertClose(criterion.forward(input, target), (4 + 4) / 2);
 * assertClose(criterion.backward(input, target), [[-2, 2]]);
 * ```
 */
export class WeightedMSECriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["weight"], fields: REDUCED, missing: AVERAGED };

  /** Factors of the target, sized like the input or a sample. */
  weight: Tensor;

  /**
   * Creates the criterion.
   *
   * @param weight Factors of the target, sized like the input or like an entry of its first dimension; they are copied.
   * @throws {TypeError} If `weight` is no tensor of a floating-point dtype.
   */
  constructor(weight: Tensor, options?: ReductionOptions) {
    super(OP, 0, true, options);
    checkTensor("WeightedMSECriterion", "weight", weight);
    checkFloat("WeightedMSECriterion", "weight", weight);
    this.weight = weight.clone();
  }

  /** Returns w y. */
  protected override targetFor(method: string, input: Tensor, target: Tensor): Tensor {
    const caller = `WeightedMSECriterion.${method}`, { weight } = this;
    checkPair(caller, input, target);
    checkSameType(caller, { input, weight });
    const { shape } = input, sample = shape.slice(1), forms = sample.length > 0 ? [shape, sample] : [shape];
    checkForms(caller, "weight", weight, forms);
    if (target.count === 0) return target;
    const y = this.targetCopy = fit(this.targetCopy, input.store.code, shape, input.store.device);
    return mul(target, weight, { out: y });
  }
}
