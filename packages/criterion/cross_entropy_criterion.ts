import { formatSize, sameSize, type Tensor } from "@taimatsu/tensor";
import { logSoftMaxGradInto, logSoftMaxInto } from "@taimatsu/tensor/native";
import { fit } from "./buffers.ts";
import { Criterion } from "./criterion.ts";
import { checkScores, keepWeights, LabelledLoss } from "./labelled_loss.ts";

/** Options of {@linkcode CrossEntropyCriterion} that Torch7 has not. */
export interface CrossEntropyOptions {
  /** Samples of this label count for nothing; −100 by default. */
  ignoreIndex?: number;
}

/**
 * The negative log-likelihood of one class for each sample, from scores: `LogSoftMax` and `ClassNLLCriterion` in one.
 *
 * The input holds scores of any size: [classes] for one sample or [batch, classes]; two more dimensions of size 1, as a
 * convolutional network leaves them, are allowed. The target is as in `ClassNLLCriterion`.
 *
 * Torch7: `nn.CrossEntropyCriterion`, which squeezes its arguments: a batch of one sample took a number only.
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
export class CrossEntropyCriterion extends Criterion<Tensor, Tensor | number> {
  /** A factor for each class, [classes]; all 1 if `undefined`. */
  weights: Tensor | undefined;
  /** Samples of this label count for nothing. */
  ignoreIndex: number;
  /** What the forward pass leaves for the backward pass. */
  protected readonly nll: LabelledLoss = new LabelledLoss();
  /** log-softmax of the last input. */
  protected logProbabilities: Tensor | undefined;
  /** Gradient with respect to them. */
  protected gradLogProbabilities: Tensor | undefined;
  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the sum over the samples is divided by the sum of their weights.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   */
  constructor(weights?: Tensor | null, public sizeAverage: boolean = true, options: CrossEntropyOptions = {}) {
    super();
    this.weights = keepWeights("CrossEntropyCriterion", weights);
    this.ignoreIndex = options.ignoreIndex ?? -100;
  }

  /**
   * Returns the loss; the next call overwrites it.
   *
   * @param input Scores, [classes] or [batch, classes].
   * @param target A label, or a tensor [batch] of them.
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {NativeError} If a label is outside [0, classes) and not `ignoreIndex`.
   */
  override lossTensor(input: Tensor, target: Tensor | number): Tensor {
    const caller = "CrossEntropyCriterion.forward", { store, shape } = checkInput(caller, input);
    const x = input.dense ? input : this.inputCopy = fit(this.inputCopy, store.code, shape).copy(input);
    const scores = this.logProbabilities = fit(this.logProbabilities, store.code, shape);
    logSoftMaxInto(caller, scores, x);
    return this.nll.forward(caller, scores, samplesOf(shape), classesOf(shape), target, this);
  }

  /** Computes −Σ w[y] log softmax(x)[y], divided by Σ w[y] if `sizeAverage` is set; 0 if every sample is ignored. */
  override updateOutput(input: Tensor, target: Tensor | number): number {
    return this.lossTensor(input, target).item();
  }

  /** Computes w[y] (softmax(x) − e_y), divided by Σ w[y] if `sizeAverage` is set. */
  override updateGradInput(input: Tensor, target: Tensor | number): Tensor {
    const caller = "CrossEntropyCriterion.backward", { store, shape } = checkInput(caller, input);
    const scores = this.logProbabilities;
    if (scores === undefined || !sameSize(scores.shape, shape)) {
      throw new TypeError(
        `Cannot run ${caller}: forward must run before it with the same input, ${formatSize(shape)}`,
      );
    }
    const gradScores = this.gradLogProbabilities = fit(this.gradLogProbabilities, store.code, shape);
    this.nll.backward(caller, gradScores, samplesOf(shape), classesOf(shape), target, this);
    return logSoftMaxGradInto(caller, fit(this.gradInput, store.code, shape), gradScores, scores);
  }
}

// [classes], [batch, classes], [classes, 1, 1] or [batch, classes, 1, 1]
function checkInput(caller: string, input: Tensor): Tensor {
  checkScores(caller, input);
  const { shape } = input, dims = shape.length;
  if (dims === 0 || dims > 4 || (dims > 2 && (shape[dims - 1] !== 1 || shape[dims - 2] !== 1))) {
    throw new TypeError(`Cannot run ${caller}: input must be [classes] or [batch, classes] but is ${formatSize(shape)}`);
  }
  return input;
}

function samplesOf(shape: readonly number[]): number {
  return shape.length === 1 || shape.length === 3 ? 1 : shape[0]!;
}

function classesOf(shape: readonly number[]): number {
  return shape.length === 1 || shape.length === 3 ? shape[0]! : shape[1]!;
}
