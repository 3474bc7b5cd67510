import { checkFloat, checkTensor, formatSize, isFloat, sameSize, type Tensor } from "@taimatsu/tensor";
import { logSoftMaxGradInto, logSoftMaxInto } from "@taimatsu/tensor/native";
import { fit } from "./buffers.ts";
import { LabelledCriterion } from "./labelled_criterion.ts";

/** Options of {@linkcode CrossEntropyCriterion} that Torch7 has not. */
export interface CrossEntropyOptions {
  /** Samples of this label count for nothing; −100 by default. */
  ignoreIndex?: number;
}

/**
 * The negative log-likelihood of one class for each sample, from scores: `LogSoftMax` and `ClassNLLCriterion` in one.
 *
 * The input holds any numbers: [classes] for one sample or [batch, classes]; two more dimensions of size 1, as a convolutional
 * network leaves them, are allowed. The target is as in `ClassNLLCriterion`.
 *
 * Torch7: `nn.CrossEntropyCriterion`, which squeezes its arguments, so that a batch of one sample took only a number.
 *
 * @example Usage
 * ```ts
 * import { CrossEntropyCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new CrossEntropyCriterion(), scores = tensor([Math.log(3), 0]);
 * assertClose(criterion.forward(scores, 0), -Math.log(0.75));
 * assertClose(criterion.backward(scores, 0), [-0.25, 0.25]);
 * ```
 */
export class CrossEntropyCriterion extends LabelledCriterion {
  /** log-softmax of the last input. */
  protected logProbabilities: Tensor | undefined;
  /** The gradient of the loss with respect to it. */
  protected gradLogProbabilities: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the sum over the samples is divided by the sum of their weights.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(weights?: Tensor | null, sizeAverage: boolean = true, options: CrossEntropyOptions = {}) {
    super(weights, sizeAverage, options.ignoreIndex ?? -100);
  }

  /**
   * Computes −Σ w[y] log softmax(x)[y], divided by Σ w[y] if `sizeAverage` is set; 0 if every sample is ignored.
   *
   * @param input Scores, [classes] or [batch, classes].
   * @param target A label, or a tensor [batch] of them.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {RangeError} If a label is no integer.
   * @throws {NativeError} If a label is outside [0, classes) and not `ignoreIndex`.
   */
  override lossTensor(input: Tensor, target: Tensor | number): Tensor {
    const caller = "CrossEntropyCriterion.forward", { store, shape } = checkInput(caller, input);
    const x = this.logProbabilities = fit(this.logProbabilities, store.code, shape);
    logSoftMaxInto(caller, x, this.denseInput(input));
    return this.forwardLabels(caller, x, samplesOf(shape), classesOf(shape), target);
  }

  /** Computes w[y] (softmax(x) − e_y) for each sample, divided by Σ w[y] if `sizeAverage` is set. */
  override updateGradInput(input: Tensor, target: Tensor | number): Tensor {
    const caller = "CrossEntropyCriterion.backward", { store, shape } = checkInput(caller, input);
    const x = this.logProbabilities;
    if (x === undefined || !sameSize(x.shape, shape)) {
      const last = x === undefined ? "has not" : `ran with ${formatSize(x.shape)}`;
      throw new TypeError(
        `Cannot run ${caller}: forward must run before it with the input ${formatSize(shape)} but ${last}`,
      );
    }
    const gradX = this.gradLogProbabilities = fit(this.gradLogProbabilities, store.code, shape);
    this.backwardLabels(caller, gradX, samplesOf(shape), classesOf(shape), target);
    return logSoftMaxGradInto(caller, fit(this.gradInput, store.code, shape), gradX, x);
  }
}

// [classes], [batch, classes], [classes, 1, 1] or [batch, classes, 1, 1]
function checkInput(caller: string, input: Tensor): Tensor {
  checkTensor(caller, "input", input);
  if (!isFloat(input.store.code)) checkFloat(caller, "input", input);
  const { shape } = input, dims = shape.length;
  if (dims === 0 || dims > 4 || (dims > 2 && (shape[dims - 1] !== 1 || shape[dims - 2] !== 1))) {
    throw new TypeError(
      `Cannot run ${caller}: input must be [classes] or [batch, classes] but is ${formatSize(shape)}`,
    );
  }
  return input;
}

function samplesOf(shape: readonly number[]): number {
  return shape.length === 1 || shape.length === 3 ? 1 : shape[0]!;
}

function classesOf(shape: readonly number[]): number {
  return shape.length === 1 || shape.length === 3 ? shape[0]! : shape[1]!;
}
