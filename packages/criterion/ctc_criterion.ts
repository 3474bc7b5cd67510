import { checkInteger, FLOAT64, isInf, sum, type Tensor } from "@taimatsu/tensor";
import { dtypeCode, frame, logSoftMaxInto, put, putSize } from "@taimatsu/tensor/native";
import { denseIn, fit, ONE } from "./buffers.ts";
import { CTCTables } from "./ctc_tables.ts";
import { type CTCLabels, CTCSequences, type CTCTarget } from "./ctc_target.ts";
import { AVERAGED, flag, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkFlag, checkFloatTensor, checkForms } from "./refusal.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";

const UINT8 = dtypeCode("uint8");

export type { CTCTables } from "./ctc_tables.ts";
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
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["blank"],
    fields: [flag("batchFirst"), flag("zeroInfinity"), ...REDUCED],
    missing: AVERAGED,
    ours: true,
  };

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
  /** Labels, lengths and scales of the samples as they are read, and where the input lies. */
  protected tables: CTCTables = new CTCTables();
  /** The losses of the samples, float64. */
  protected losses: Tensor | undefined;
  /** Sums over beginnings, [batch, steps, states]. */
  protected beginnings: Tensor | undefined;
  /** Room for sums over ends and what is seen of the classes. */
  protected room: Tensor | undefined;
  /** Losses that count, times their scales. */
  protected counted: Tensor | undefined;
  /** Which losses do not count. */
  protected infinite: Tensor | undefined;
  /** The sum of the others. */
  protected total: Tensor | undefined;

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
    const batch = this.prepare("forward", input, target),
      each = this.reduction === "none",
      { code, device } = input.store;
    const loss = this.loss = fit(this.loss, code, each ? [batch] : ONE, device);
    if (batch === 0) return each ? loss : loss.zero();
    const losses = this.sum(input), counted = this.counted = fit(this.counted, FLOAT64, [batch], device).copy(losses);
    if (this.zeroInfinity) {
      const infinite = this.infinite = fit(this.infinite, UINT8, [batch], device);
      counted.maskedFill(isInf(counted, { out: infinite }), 0);
    }
    if (each) return loss.copy(counted);
    const total = this.total = fit(this.total, FLOAT64, ONE, device);
    return loss.copy(sum(counted.cmul(this.tables.scales!), 0, { out: total }));
  }

  /** Computes the gradient with respect to the scores. */
  override updateGradInput(input: Tensor, target: CTCLabels | CTCTarget): Tensor {
    const batch = this.prepare("backward", input, target), { store: { code, device }, shape, count } = input;
    const gradInput = fit(this.gradInput, code, shape, device);
    if (count === 0) return gradInput;
    const losses = this.sum(input), { labels, lengths, scales, states } = this.tables, log = this.logProbabilities!;
    const room = this.room = fit(this.room, FLOAT64, [batch, 2 * states + classesOf(input)], device);
    const beginnings = this.beginnings!, size = sizeOf(input, this.batchFirst);
    putSize(0, gradInput, size);
    put(1, room);
    putSize(2, log, size);
    put(3, labels!);
    put(4, lengths!);
    put(5, losses);
    put(6, beginnings);
    put(7, scales!);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_ctc_grad(gradInput.store.block.arg, room.store.block.arg, log.store.block.arg,
      labels!.store.block.arg, lengths!.store.block.arg, losses.store.block.arg, beginnings.store.block.arg, scales!.store.block.arg,
      frame, +this.batchFirst, this.blank);
    if (status !== 0) throw device.error(status);
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
    this.tables.fill(this.sequences, batch, this.reduction === "mean", store.device);
    const log = this.logProbabilities = fit(this.logProbabilities, store.code, shape, store.device);
    if (count === 0) return batch;
    const x = input.dense ? input : this.inputCopy = denseIn(this.inputCopy, input), rows = [count / classes, classes];
    logSoftMaxInto(caller, log.view(rows), x.view(rows));
    return batch;
  }

  /** Sums over all beginnings and returns the losses of the samples. */
  protected sum(input: Tensor): Tensor {
    const { labels, lengths, states } = this.tables, { device } = input.store, log = this.logProbabilities!;
    const size = sizeOf(input, this.batchFirst),
      batch = size[this.batchFirst ? 0 : 1]!,
      steps = size[this.batchFirst ? 1 : 0]!;
    const losses = this.losses = fit(this.losses, FLOAT64, [batch], device);
    const beginnings = this.beginnings = fit(this.beginnings, FLOAT64, [batch, steps, states], device);
    put(0, losses);
    put(1, beginnings);
    putSize(2, log, size);
    put(3, labels!);
    put(4, lengths!);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_ctc(losses.store.block.arg, beginnings.store.block.arg, log.store.block.arg,
      labels!.store.block.arg, lengths!.store.block.arg, frame, +this.batchFirst, this.blank);
    if (status !== 0) throw device.error(status);
    return losses;
  }
}

function classesOf({ shape }: Tensor): number {
  return shape[shape.length - 1]!;
}

/** The size of a batch that the input is, or that it is the one sample of. */
function sizeOf({ shape }: Tensor, batchFirst: boolean): readonly number[] {
  if (shape.length === 3) return shape;
  return batchFirst ? [1, ...shape] : [shape[0]!, 1, shape[1]!];
}
