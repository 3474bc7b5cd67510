import { checkRange, type Dtype, formatSize, ne, sameSize, type Tensor, UnknownObject } from "@taimatsu/tensor";
import { fieldsOf, logSoftMaxGradInto, logSoftMaxInto, originOf, UINT8 } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { ClassNLLCriterion } from "./class_nll_criterion.ts";
import { AVERAGED, extra, hidden, IGNORE_INDEX, numeric, plainModule, REDUCED, WEIGHTS } from "./files/fields.ts";
import type { TorchFields, TorchForm } from "./files/torch_form.ts";
import { type LabelOptions, LikelihoodCriterion } from "./likelihood_criterion.ts";
import { checkFloatTensor } from "./refusal.ts";

/** Options of {@linkcode CrossEntropyCriterion} that Torch7 has not. */
export interface CrossEntropyOptions extends LabelOptions {
  /**
   * ε: the target is the label with the probability 1 − ε, and any class with the probability ε / classes; 0 by
   * default.
   */
  labelSmoothing?: number;
}

/**
 * The negative log-likelihood of one class for each sample, from scores: `LogSoftMax` and `ClassNLLCriterion` in one.
 *
 * The input holds any numbers: [classes] for one sample or [batch, classes]; two more dimensions of size 1, as a
 * convolutional network leaves them, are allowed. The target is as in `ClassNLLCriterion`.
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
export class CrossEntropyCriterion extends LikelihoodCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    fields: [extra(numeric("labelSmoothing"), 0), ...REDUCED, hidden(WEIGHTS), hidden(IGNORE_INDEX)],
    upgrade: takeSettings,
    derive: (criterion: CrossEntropyCriterion, dtype) => ({
      oldSizeAverage: criterion.sizeAverage,
      nll: likelihoodOf(criterion, dtype),
    }),
    scratch: (dtype) => ({ lsm: plainModule("nn.LogSoftMax", dtype) }),
    missing: AVERAGED,
  };

  /** ε: how much of a target is spread evenly over all classes. */
  labelSmoothing: number;
  /** log-softmax of the last input. */
  protected logProbabilities: Tensor | undefined;
  /** The gradient of the loss with respect to it. */
  protected gradLogProbabilities: Tensor | undefined;
  /** 1 for the samples that count, 0 for those that are ignored. */
  protected counted: Tensor | undefined;
  /** The same as bytes. */
  protected mask: Tensor | undefined;
  /** 1 for each class, where there are no weights. */
  protected ones: Tensor | undefined;
  /** −Σ over the classes of w x, for each sample. */
  protected spread: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param sizeAverage Whether the sum over the samples is divided by the sum of their weights.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   * @throws {RangeError} If `labelSmoothing` is not from 0 to 1.
   */
  constructor(weights?: Tensor | null, sizeAverage: boolean = true, options: CrossEntropyOptions = {}) {
    super(weights, sizeAverage, options?.ignoreIndex ?? -100, options);
    const { labelSmoothing = 0 } = options;
    checkRange("CrossEntropyCriterion", "labelSmoothing", labelSmoothing, 0, 1);
    this.labelSmoothing = labelSmoothing;
  }

  /**
   * Computes −Σ w[y] log softmax(x)[y], divided by Σ w[y] for the mean; 0 if every sample is ignored. With the
   * reduction `"none"` it gives −w[y] log softmax(x)[y] for each sample.
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
    const x = this.logProbabilities = fit(this.logProbabilities, store.code, shape, store.device),
      batch = samplesOf(shape);
    if (input.count > 0) logSoftMaxInto(caller, x, this.denseInput(input));
    const size = isSample(shape) ? ONE : [batch], classes = classesOf(shape);
    const loss = this.forwardLabels(caller, x, batch, classes, 1, target, size);
    return this.labelSmoothing === 0 || input.count === 0
      ? loss
      : this.smooth(caller, loss, x.view(batch, classes), target, size);
  }

  /** Computes w[y] (softmax(x) − e_y) for each sample, divided by Σ w[y] for the mean. */
  override updateGradInput(input: Tensor, target: Tensor | number): Tensor {
    const caller = "CrossEntropyCriterion.backward", { store, shape } = checkInput(caller, input);
    const x = this.logProbabilities;
    if (x === undefined || !sameSize(x.shape, shape) || x.store.code !== store.code || x.store.isGone()) {
      const last = x === undefined ? "has not" : `ran with ${formatSize(x.shape)}`;
      throw new TypeError(
        `Cannot run ${caller}: forward must run before it with the input ${formatSize(shape)} but ${last}`,
      );
    }
    const gradX = this.gradLogProbabilities = fit(this.gradLogProbabilities, store.code, shape, store.device);
    const batch = samplesOf(shape), classes = classesOf(shape), size = isSample(shape) ? ONE : [batch];
    const gradInput = fit(this.gradInput, store.code, shape, store.device);
    this.backwardLabels(caller, gradX, batch, classes, 1, target, size);
    if (input.count === 0) return gradInput;
    if (this.labelSmoothing !== 0) this.smoothGradient(caller, gradX.view(batch, classes), target, size);
    return logSoftMaxGradInto(caller, gradInput, gradX, x);
  }

  /** Mixes the losses of the labels with those of all classes. */
  protected smooth(
    caller: string,
    loss: Tensor,
    x: Tensor,
    target: Tensor | number,
    size: readonly number[],
  ): Tensor {
    const [batch, classes] = x.shape as [number, number], share = this.labelSmoothing / classes;
    const counted = this.countedFor(caller, x, target, size), weights = this.weightsFor(x, classes);
    const spread = this.spread = fit(this.spread, x.store.code, [batch], x.store.device).addmv(0, -1, x, weights).cmul(
      counted,
    );
    loss.mul(1 - this.labelSmoothing);
    if (this.reduction === "none") return loss.add(share, spread.view(loss.shape));
    return loss.add(share * spread.sum() / this.divisor());
  }

  /** Mixes the gradients of the labels with those of all classes. */
  protected smoothGradient(caller: string, gradX: Tensor, target: Tensor | number, size: readonly number[]): void {
    const classes = gradX.shape[1]!, share = this.labelSmoothing / classes;
    const counted = this.countedFor(caller, gradX, target, size), weights = this.weightsFor(gradX, classes);
    gradX.addr(1 - this.labelSmoothing, -share / this.divisor(), counted, weights);
  }

  /** Returns Σ w[y] for the mean, else 1. */
  protected divisor(): number {
    const total = this.sizeAverage ? this.total!.item() : 1;
    return total === 0 ? 1 : total;
  }

  /** Returns 1 for the samples that count, 0 for those that are ignored. */
  protected countedFor(caller: string, x: Tensor, target: Tensor | number, size: readonly number[]): Tensor {
    const batch = x.shape[0]!, labels = this.labelsFrom(caller, target, size, x.device).view(batch);
    const counted = this.counted = fit(this.counted, x.store.code, [batch], x.store.device);
    if (!Number.isInteger(this.ignoreIndex)) return counted.fill(1);
    this.mask = fit(this.mask, UINT8, [batch], x.store.device);
    return counted.copy(ne(labels, this.ignoreIndex, { out: this.mask }));
  }

  /** Returns the weights of the classes, or ones. */
  protected weightsFor(x: Tensor, classes: number): Tensor {
    return this.weights ?? (this.ones = fit(this.ones, x.store.code, [classes], x.store.device).fill(1));
  }
}

// [classes], [batch, classes], [classes, 1, 1] or [batch, classes, 1, 1]
function checkInput(caller: string, input: Tensor): Tensor {
  checkFloatTensor(caller, "input", input);
  const { shape } = input, dims = shape.length;
  if (dims === 0 || dims > 4 || (dims > 2 && (shape[dims - 1] !== 1 || shape[dims - 2] !== 1))) {
    throw new TypeError(
      `Cannot run ${caller}: input must be [classes] or [batch, classes] but is ${formatSize(shape)}`,
    );
  }
  return input;
}

function isSample(shape: readonly number[]): boolean {
  return shape.length === 1 || shape.length === 3;
}

function samplesOf(shape: readonly number[]): number {
  return isSample(shape) ? 1 : shape[0]!;
}

function classesOf(shape: readonly number[]): number {
  return isSample(shape) ? shape[0]! : shape[1]!;
}

/** Returns what a file holds of the criterion that Torch7 has inside. */
function insideOf(nll: unknown): UnknownObject | undefined {
  return nll instanceof ClassNLLCriterion ? nll.toTorch() : nll instanceof UnknownObject ? nll : undefined;
}

/** Takes the settings over that the criterion inside has: Torch7 asks it unless `sizeAverage` was changed outside. */
function takeSettings(fields: TorchFields): void {
  const { nll, sizeAverage, oldSizeAverage } = fields, inside = insideOf(nll);
  fields.weights = inside?.get("weights");
  fields.ignoreIndex = inside?.get("ignoreIndex");
  if (sizeAverage === undefined || sizeAverage === oldSizeAverage) fields.sizeAverage = inside?.get("sizeAverage");
}

/** Returns what a file is to hold of the criterion that Torch7 has inside. */
function likelihoodOf(criterion: CrossEntropyCriterion, dtype: Dtype): UnknownObject {
  const { weights, sizeAverage, ignoreIndex } = criterion;
  const inside = new ClassNLLCriterion(weights, sizeAverage, ignoreIndex).type(dtype).toTorch();
  const before = insideOf(originOf(criterion)?.get("nll"))?.get("ignoreIndex");
  const same = typeof before === "number" && IGNORE_INDEX.read(before) === ignoreIndex;
  return same ? new UnknownObject(inside.className, { ...fieldsOf(inside.fields), ignoreIndex: before }) : inside;
}
