import type { Tensor } from "@taimatsu/tensor";
import { fit } from "./buffers.ts";
import { extra, IGNORE_INDEX, REDUCED, WEIGHTS } from "./files/fields.ts";
import { LIKELIHOOD } from "./files/likelihood_form.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { type LabelOptions, LikelihoodCriterion } from "./likelihood_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";

/**
 * The negative log-likelihood of one class for each pixel: −Σ w[y] x[y] / Σ w[y].
 *
 * The input holds log-probabilities, [batch, classes, height, width], as `SpatialLogSoftMax` gives them. The target is
 * a tensor [batch, height, width] of class labels that count from 0: int64, or another dtype that is converted at each
 * call.
 *
 * Torch7: `nn.SpatialClassNLLCriterion`, whose labels count from 1.
 *
 * @example Usage
 * ```ts
 * import { SpatialClassNLLCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const logProbabilities = tensor([[[[0.5, 0.25]], [[0.5, 0.75]]]]).log(); // two pixels
 * const labels = tensor([[[0, 1]]], { dtype: "int64" });
 * const criterion = new SpatialClassNLLCriterion();
 * assertClose(criterion.forward(logProbabilities, labels), -(Math.log(0.5) + Math.log(0.75)) / 2);
 * assertClose(criterion.backward(logProbabilities, labels), [[[[-0.5, 0]], [[0, -0.5]]]]);
 * ```
 */
export class SpatialClassNLLCriterion extends LikelihoodCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    fields: [WEIGHTS, extra(IGNORE_INDEX, -100), ...REDUCED],
    ...LIKELIHOOD,
  };

  /**
   * Creates the criterion.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the sum over the pixels is divided by the sum of their weights.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(weights?: Tensor | null, sizeAverage: boolean = true, options?: LabelOptions) {
    super(weights, sizeAverage, options?.ignoreIndex ?? -100, options);
  }

  /**
   * Computes −Σ w[y] x[y], divided by Σ w[y] for the mean; 0 if every pixel is ignored. With the reduction `"none"` it
   * gives −w[y] x[y] for each pixel.
   *
   * @param input Log-probabilities, [batch, classes, height, width].
   * @param target Labels, [batch, height, width].
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {RangeError} If a label is no integer.
   * @throws {NativeError} If a label is outside [0, classes) and not `ignoreIndex`.
   */
  override lossTensor(input: Tensor, target: Tensor | number): Tensor {
    const caller = "SpatialClassNLLCriterion.forward", [batch, classes, height, width] = sizeOf(caller, input);
    const x = this.denseInput(input), labels = [batch, height, width];
    return this.forwardLabels(caller, x, batch, classes, height * width, target, labels);
  }

  /** Computes −w[y] at the labels and 0 elsewhere, divided by Σ w[y] for the mean. */
  override updateGradInput(input: Tensor, target: Tensor | number): Tensor {
    const caller = "SpatialClassNLLCriterion.backward", [batch, classes, height, width] = sizeOf(caller, input);
    const gradInput = fit(this.gradInput, input.store.code, input.shape, input.store.device),
      labels = [batch, height, width];
    return this.backwardLabels(caller, gradInput, batch, classes, height * width, target, labels);
  }
}

function sizeOf(caller: string, input: Tensor): readonly [number, number, number, number] {
  checkFloatTensor(caller, "input", input);
  checkForms(caller, "input", input, [["batch", "classes", "height", "width"]]);
  return input.shape as readonly [number, number, number, number];
}
