import { checkSameType, formatSize, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { denseIn } from "./buffers.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";

const OP = op("loss", "softMargin");

/**
 * The logistic loss of two classes, one score a sample: the mean of log(1 + e^(−x y)).
 *
 * Input and target are [batch] or [batch, 1] each, of one dtype, float32 or float64; the target is 1 or −1. Inputs of
 * any magnitude give finite losses.
 *
 * Torch7: `nn.BinaryLogisticRegression` of dpnn.
 *
 * @example Usage
 * ```ts
 * import { BinaryLogisticRegression } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new BinaryLogisticRegression(), input = tensor([[0], [Math.log(3)]]), target = tensor([1, -1]);
 * assertClose(criterion.forward(input, target), (Math.log(2) + Math.log(4)) / 2);
 * assertClose(criterion.backward(input, target), [[-0.25], [0.375]]);
 * ```
 */
export class BinaryLogisticRegression extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: REDUCED, missing: AVERAGED };

  /**
   * Creates the criterion.
   *
   * @param sizeAverage Whether the sum is divided by the number of samples.
   */
  constructor(sizeAverage: boolean = true, options?: ReductionOptions) {
    super(OP, 0, sizeAverage, options);
  }

  /** Returns the target, which may have a dimension of size 1 more or less than the input. */
  protected override targetFor(method: string, input: Tensor, target: Tensor): Tensor {
    const caller = `BinaryLogisticRegression.${method}`, forms = [["batch"], ["batch", 1]];
    checkFloatTensor(caller, "input", input);
    checkFloatTensor(caller, "target", target);
    checkForms(caller, "input", input, forms);
    checkForms(caller, "target", target, forms);
    if (target.count !== input.count) {
      throw new TypeError(
        `Cannot run ${caller}: target must be ${formatSize(input.shape)} like input but is ${formatSize(target.shape)}`,
      );
    }
    checkSameType(caller, { input, target });
    return target.dense ? target : this.targetCopy = denseIn(this.targetCopy, target);
  }
}
