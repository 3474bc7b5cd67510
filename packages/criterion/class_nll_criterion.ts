import { formatSize, type Tensor } from "@taimatsu/tensor";
import { fit, ONE } from "./buffers.ts";
import { IGNORE_INDEX, REDUCED, WEIGHTS } from "./files/fields.ts";
import { LIKELIHOOD } from "./files/likelihood_form.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { LikelihoodCriterion } from "./likelihood_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor } from "./refusal.ts";

/**
 * The negative log-likelihood of one class for each sample: −Σ w[y] x[y] / Σ w[y].
 *
 * The input holds log-probabilities, as `LogSoftMax` gives them: [classes] for one sample or [batch, classes]. The
 * target is a number, or a tensor [batch] of class labels that count from 0: int64, or another dtype that is converted
 * at each call.
 *
 * Torch7: `nn.ClassNLLCriterion`, whose labels count from 1.
 *
 * @example Usage
 * ```ts
 * import { ClassNLLCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const logProbabilities = tensor([[0.5, 0.5], [0.25, 0.75]]).log();
 * const labels = tensor([0, 1], { dtype: "int64" });
 * const criterion = new ClassNLLCriterion();
 * assertClose(criterion.forward(logProbabilities, labels), -(Math.log(0.5) + Math.log(0.75)) / 2);
 * assertClose(criterion.backward(logProbabilities, labels), [[-0.5, 0], [0, -0.5]]);
 * ```
 */
export class ClassNLLCriterion extends LikelihoodCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: [WEIGHTS, IGNORE_INDEX, ...REDUCED], ...LIKELIHOOD };

  /**
   * Creates the criterion.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the sum over the samples is divided by the sum of their weights.
   * @param ignoreIndex Samples of this label count for nothing.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(
    weights?: Tensor | null,
    sizeAverage: boolean = true,
    ignoreIndex: number = -100,
    options?: ReductionOptions,
  ) {
    super(weights, sizeAverage, ignoreIndex, options);
  }

  /**
   * Computes −Σ w[y] x[y], divided by Σ w[y] for the mean; 0 if every sample is ignored. With the reduction `"none"` it
   * gives −w[y] x[y] for each sample.
   *
   * @param input Log-probabilities, [classes] or [batch, classes].
   * @param target A label, or a tensor [batch] of them.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {RangeError} If a label is no integer.
   * @throws {NativeError} If a label is outside [0, classes) and not `ignoreIndex`.
   */
  override lossTensor(input: Tensor, target: Tensor | number): Tensor {
    const caller = "ClassNLLCriterion.forward", { shape } = checkInput(caller, input), x = this.denseInput(input);
    if (shape.length === 1) return this.forwardLabels(caller, x, 1, shape[0]!, 1, target, ONE);
    return this.forwardLabels(caller, x, shape[0]!, shape[1]!, 1, target, [shape[0]!]);
  }

  /** Computes −w[y] at the labels and 0 elsewhere, divided by Σ w[y] for the mean. */
  override updateGradInput(input: Tensor, target: Tensor | number): Tensor {
    const caller = "ClassNLLCriterion.backward", { store, shape } = checkInput(caller, input);
    const gradInput = fit(this.gradInput, store.code, shape, store.device);
    if (shape.length === 1) return this.backwardLabels(caller, gradInput, 1, shape[0]!, 1, target, ONE);
    return this.backwardLabels(caller, gradInput, shape[0]!, shape[1]!, 1, target, [shape[0]!]);
  }
}

function checkInput(caller: string, input: Tensor): Tensor {
  checkFloatTensor(caller, "input", input);
  const { shape } = input;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new TypeError(
      `Cannot run ${caller}: input must be [classes] or [batch, classes] but is ${formatSize(shape)}`,
    );
  }
  return input;
}
