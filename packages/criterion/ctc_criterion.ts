import { checkInteger, cpu, FLOAT64, type Tensor } from "@taimatsu/tensor";
import { type Elements, elementsOf, logSoftMaxInto, putBack } from "@taimatsu/tensor/native";
import { denseIn, fit, ONE } from "./buffers.ts";
import { type CTCSequence, statesOf, subtractSeen, sumBeginnings } from "./ctc_lattice.ts";
import { type CTCLabels, CTCSequences, type CTCTarget } from "./ctc_target.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkFlag, checkFloatTensor, checkForms } from "./refusal.ts";

export type { CTCSequence } from "./ctc_lattice.ts";
export type { CTCLabels, CTCSequences, CTCSizes, CTCTarget } from "./ctc_target.ts";

/** Options of {@linkcode CTCCriterion}. */
export interface CTCOptions extends ReductionOptions {
  /** Whether the input is [batch, steps, classes] instead of [steps, batch, classes]; false by default. */
  batchFirst?: boolean;
  /** Whether sequences that do not fit into their steps give the loss 0 instead of `Infinity`; false by default. */
  zeroInfinity?: boolean;
}

/**
 * Connectionist temporal classification: −log of the probability that the steps of an input, each of which shows a
 * label or a blank, show a sequence of labels, whenever each of them comes.
 *
 * The input holds scores of classes, [steps, classes] for one sample or [steps, batch, classes], float32 or float64;
 * log-probabilities may be given as well. The target holds the sequences: for one sample a list of labels or a tensor,
 * for a batch a list of lists or a tensor [batch, labels] in which −1 ends a sequence; or an object with these `labels`
 * and `lengths`, the numbers of steps of the samples. Labels are classes from 0 other than the blank. The mean is one
 * over the samples, after each loss was divided by its number of labels. The gradient is that with respect to the
 * scores; it is 0 where a sequence does not fit.
 *
 * Graves et al., ICML 2006. Torch7 had it as a binding of its own. PyTorch: `CTCLoss`, which takes log-probabilities.
 *
 * @example Usage
 * ```ts
 * import { CTCCriterion } from "@taimatsu/criterion";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new CTCCriterion(0), scores = zeros([2, 3]); // two steps, classes blank, 1 and 2, all alike
 * // One label in two steps: blank 1, 1 blank or 1 1, each with the probability 1 / 9.
 * assertClose(criterion.forward(scores, [1]), Math.log(3));
 * ```
 */
export class CTCCriterion extends ReducedCriterion<Tensor, CTCLabels | CTCTarget> {
  /** The class that stands for no label. */
  blank: number;
  /** Whether the input is [batch, steps, classes] instead of [steps, batch, classes]. */
  batchFirst: boolean;
  /** Whether sequences that do not fit into their steps give the loss 0 instead of `Infinity`. */
  zeroInfinity: boolean;
  /** The target of the last call. */
  protected sequences: CTCSequences = new CTCSequences();
  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;
  /** log-softmax of the input. */
  protected logProbabilities: Tensor | undefined;
  /** Sums over beginnings, [steps, states]. */
  protected beginnings: Tensor | undefined;
  /** Sums over ends, [2, states]. */
  protected ends: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param blank The class that stands for no label.
   * @throws {RangeError} If `blank` is no integer from 0.
   */
  constructor(blank: number = 0, options: CTCOptions = {}) {
    super(true, options);
    checkInteger("CTCCriterion", "blank", blank, 0, 2 ** 31 - 1);
    const { batchFirst = false, zeroInfinity = false } = options;
    checkFlag("CTCCriterion", "batchFirst", batchFirst);
    checkFlag("CTCCriterion", "zeroInfinity", zeroInfinity);
    this.blank = blank;
    this.batchFirst = batchFirst;
    this.zeroInfinity = zeroInfinity;
  }

  /**
   * Computes the mean or the sum of the losses; the losses of the samples with the reduction `"none"`.
   *
   * @param input Scores, [steps, classes] or [steps, batch, classes].
   * @param target Sequences of labels.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size, a dtype or the form of the target does not fit.
   * @throws {RangeError} If a label or a length is no integer or out of its range.
   */
  override lossTensor(input: Tensor, target: CTCLabels | CTCTarget): Tensor {
    const batch = this.prepare("forward", input, target), each = this.reduction === "none";
    const loss = this.loss = fit(this.loss, input.store.code, each ? [batch] : ONE, input.store.device);
    if (loss.count === 0) return loss;
    const r = elementsOf(loss), log = elementsOf(this.logProbabilities!);
    let total = 0;
    for (let i = 0; i < batch; i++) {
      const sequence = this.sequenceOf(input, log, i), value = this.sum(sequence);
      const counted = value === Infinity && this.zeroInfinity ? 0 : value;
      if (each) r.data[r.start + i] = counted;
      total += counted * this.scaleOf(sequence, batch);
    }
    if (!each) r.data[r.start] = total;
    putBack(loss, r);
    return loss;
  }

  /** Computes the gradient with respect to the scores. */
  override updateGradInput(input: Tensor, target: CTCLabels | CTCTarget): Tensor {
    const batch = this.prepare("backward", input, target),
      gradInput = fit(this.gradInput, input.store.code, input.shape, input.store.device);
    if (input.count === 0) return gradInput;
    const g = elementsOf(gradInput.zero()), log = elementsOf(this.logProbabilities!);
    for (let i = 0; i < batch; i++) {
      const sequence = this.sequenceOf(input, log, i), loss = this.sum(sequence), scale = this.scaleOf(sequence, batch);
      if (!Number.isFinite(loss)) continue;
      const { first, stride, steps } = sequence, states = statesOf(sequence.labels.length);
      for (let t = 0; t < steps; t++) {
        const row = first + t * stride;
        for (let c = row; c < row + classesOf(input); c++) {
          g.data[g.start + c] = scale * Math.exp(log.data[log.start + c]!);
        }
      }
      const ends = this.ends = fit(this.ends, FLOAT64, [2, states], cpu);
      subtractSeen(sequence, elementsOf(this.beginnings!), loss, elementsOf(ends), g, scale);
    }
    putBack(gradInput, g);
    return gradInput;
  }

  /** Checks the arguments, reads the target, computes the log-probabilities and returns the number of samples. */
  protected prepare(method: string, input: Tensor, target: CTCLabels | CTCTarget): number {
    const caller = `CTCCriterion.${method}`, { blank, batchFirst } = this;
    checkFloatTensor(caller, "input", input);
    const batches = batchFirst ? ["batch", "steps", "classes"] : ["steps", "batch", "classes"];
    checkForms(caller, "input", input, [["steps", "classes"], batches]);
    const { shape, store, count } = input, classes = classesOf(input), sample = shape.length === 2;
    const batch = sample ? 1 : shape[batchFirst ? 0 : 1]!, steps = shape[!sample && batchFirst ? 1 : 0]!;
    if (blank >= classes && classes > 0) {
      throw new RangeError(
        `Cannot run ${caller}: input must have more than ${blank} classes, of which it is the blank, but has ${classes}`,
      );
    }
    this.sequences.read(caller, target, { batch, sample, steps, classes, blank });
    const log = this.logProbabilities = fit(this.logProbabilities, store.code, shape, store.device);
    if (count === 0) return batch;
    const x = input.dense ? input : this.inputCopy = denseIn(this.inputCopy, input), rows = [count / classes, classes];
    logSoftMaxInto(caller, log.view(rows), x.view(rows));
    return batch;
  }

  /** Returns a sample's sequence and where its classes lie. */
  protected sequenceOf({ shape }: Tensor, log: Elements, i: number): CTCSequence {
    const { blank, sequences } = this, classes = shape[shape.length - 1]!;
    const labels = sequences.labels[i]!, steps = sequences.lengths[i]!;
    if (shape.length === 2) return { log, first: 0, stride: classes, steps, labels, blank };
    return this.batchFirst
      ? { log, first: i * shape[1]! * classes, stride: classes, steps, labels, blank }
      : { log, first: i * classes, stride: shape[1]! * classes, steps, labels, blank };
  }

  /** Sums over all beginnings and returns the loss. */
  protected sum(sequence: CTCSequence): number {
    const { steps, labels } = sequence;
    const beginnings = this.beginnings = fit(this.beginnings, FLOAT64, [steps, statesOf(labels.length)], cpu);
    return sumBeginnings(sequence, elementsOf(beginnings));
  }

  /** Returns what the loss of a sample is multiplied by. */
  protected scaleOf({ labels }: CTCSequence, batch: number): number {
    return this.reduction === "mean" ? 1 / (Math.max(labels.length, 1) * batch) : 1;
  }
}

function classesOf({ shape }: Tensor): number {
  return shape[shape.length - 1]!;
}
