import type { Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";

const OP = op("loss", "softMargin");

/**
 * The logistic loss of two classes, one score a pixel: Σ log(1 + e^(−x y)) / (2 batch height width).
 *
 * Input and target are [1, height, width] or [batch, 1, height, width], of one dtype, float32 or float64; the target is
 * 1 or −1. With other reductions than the mean the losses are divided by 2 height width, so that they are summed over
 * the batch alone.
 *
 * Torch7: `nn.SpatialBinaryLogisticRegression` of dpnn, from which the 2 comes.
 *
 * @example Usage
 * ```ts
 * import { SpatialBinaryLogisticRegression } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new SpatialBinaryLogisticRegression();
 * const input = tensor([[[0, Math.log(3)]]]), target = tensor([[[1, -1]]]);
 * assertClose(criterion.forward(input, target), (Math.log(2) + Math.log(4)) / 4);
 * assertClose(criterion.backward(input, target), [[[-0.125, 0.1875]]]);
 * ```
 */
export class SpatialBinaryLogisticRegression extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: REDUCED, missing: AVERAGED };

  /** Creates the criterion. */
  constructor(options?: ReductionOptions) {
    super(OP, 0, true, options);
  }

  /** Checks the arguments. */
  protected override targetFor(method: string, input: Tensor, target: Tensor): Tensor {
    const caller = `SpatialBinaryLogisticRegression.${method}`;
    checkFloatTensor(caller, "input", input);
    checkForms(caller, "input", input, [[1, "height", "width"], ["batch", 1, "height", "width"]]);
    return super.targetFor(method, input, target);
  }

  /** Returns what the sum over the pixels is multiplied by. */
  protected override scaleOf({ shape, count }: Tensor): number {
    const pixels = shape[shape.length - 2]! * shape[shape.length - 1]!;
    return 0.5 / (this.reduction === "mean" ? count : pixels);
  }
}
