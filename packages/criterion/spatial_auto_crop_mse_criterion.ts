import { checkSameType, formatSize, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { denseIn } from "./buffers.ts";
import { AVERAGED, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion, type PointwiseOptions } from "./pointwise_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";

const OP = op("loss", "mse");

/**
 * The mean squared error of an image and the middle of a larger one: Σ (x − crop(y))² / n.
 *
 * The input is [planes, height, width] or [batch, planes, height, width], the target the same with a height and a width
 * that are not smaller; of an odd difference the larger half is left out below and on the right. Both have one dtype,
 * float32 or float64.
 *
 * Torch7: `nn.SpatialAutoCropMSECriterion`, whose backward pass expects a target that is cropped already; here it crops
 * it, or takes one that has the input's size.
 *
 * @example Usage
 * ```ts
 * import { SpatialAutoCropMSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new SpatialAutoCropMSECriterion(), input = tensor([[[1]]]);
 * const target = tensor([[[0, 0, 0], [0, 3, 0], [0, 0, 0]]]);
 * assertClose(criterion.forward(input, target), 4);
 * assertClose(criterion.backward(input, target), [[[-4]]]);
 * ```
 */
export class SpatialAutoCropMSECriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: POINTWISE, missing: AVERAGED };

  /**
   * Creates the criterion.
   *
   * @param sizeAverage Whether the sum is divided by the number of elements of the input.
   */
  constructor(sizeAverage: boolean = true, options?: PointwiseOptions) {
    super(OP, 0, sizeAverage, options);
  }

  /** Returns the middle of the target. */
  protected override targetFor(method: string, input: Tensor, target: Tensor): Tensor {
    const caller = `SpatialAutoCropMSECriterion.${method}`;
    checkFloatTensor(caller, "input", input);
    checkFloatTensor(caller, "target", target);
    checkForms(caller, "input", input, [["planes", "height", "width"], ["batch", "planes", "height", "width"]]);
    const { shape } = input, n = shape.length, [h, w] = [shape[n - 2]!, shape[n - 1]!];
    const [height, width] = [target.shape[n - 2]!, target.shape[n - 1]!];
    const fits = target.shape.length === n && shape.every((size, d) => d >= n - 2 || size === target.shape[d]) &&
      height >= h && width >= w;
    if (!fits) {
      throw new TypeError(
        `Cannot run ${caller}: target must be at least ${
          formatSize(shape)
        } in height and width and equal to it in the other ` +
          `dimensions but is ${formatSize(target.shape)}`,
      );
    }
    checkSameType(caller, { input, target });
    const middle = target.narrow(n - 2, Math.floor((height - h) / 2), h).narrow(n - 1, Math.floor((width - w) / 2), w);
    return middle.dense ? middle : this.targetCopy = denseIn(this.targetCopy, middle);
  }
}
