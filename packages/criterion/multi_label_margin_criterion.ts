import { checkSameSize, checkTensor, cpu, empty, FLOAT64, sameSize, sum, type Tensor } from "@taimatsu/tensor";
import { dtypeCode, type Elements, elementsOf, frame, hosted, put, putSize } from "@taimatsu/tensor/native";
import { denseIn, fit, ONE } from "./buffers.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";

const INT32 = dtypeCode("int32");

/**
 * The hinge loss of several labels a sample: Σ over labels j, Σ over other classes i of max(0, 1 − x[j] + x[i]) /
 * classes, for each sample.
 *
 * The input holds scores, [classes] for one sample or [batch, classes], float32 or float64. The target has the same
 * size and any dtype: for each sample a list of labels from 0 that −1 ends; what comes after it does not matter. The
 * mean is one over the samples.
 *
 * Torch7: `nn.MultiLabelMarginCriterion`, whose labels count from 1 and whose lists end with 0.
 *
 * @example Usage
 * ```ts
 * import { MultiLabelMarginCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MultiLabelMarginCriterion(), scores = tensor([0.5, 1, 0, -2]), labels = tensor([1, 0, -1, -1]);
 * assertClose(criterion.forward(scores, labels), 0.5 / 4);
 * assertClose(criterion.backward(scores, labels), [-0.25, 0, 0.25, 0]);
 * ```
 */
export class MultiLabelMarginCriterion extends ReducedCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    fields: REDUCED,
    scratch: (dtype) => ({ isTarget: empty([], { dtype }) }),
    missing: AVERAGED,
  };

  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;
  /** The target as numbers that JavaScript reads. */
  protected numbers: Tensor | undefined;
  /** The lists of labels that were looked at, int32. */
  protected lists: Tensor | undefined;
  /** The lists where the input lies. */
  protected labels: Tensor | undefined;
  /** How often each class is a label. */
  protected counts: Tensor | undefined;
  /** The losses of the samples, float64. */
  protected sums: Tensor | undefined;
  /** Their sum. */
  protected total: Tensor | undefined;

  /** Creates the criterion. */
  constructor(options?: ReductionOptions) {
    super(true, options);
  }

  /**
   * Computes Σ max(0, 1 − x[j] + x[i]) / classes, divided by the number of samples for the mean; with the reduction
   * `"none"` it gives the losses of the samples.
   *
   * @param input Scores, [classes] or [batch, classes].
   * @param target Lists of labels, sized like the input.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {RangeError} If a label is no integer or outside [0, classes).
   */
  override lossTensor(input: Tensor, target: Tensor): Tensor {
    const x = this.prepare("forward", input, target), [batch, classes] = sizesOf(input), { code, device } = input.store;
    const each = this.reduction === "none", loss = this.loss = fit(this.loss, code, each ? [batch] : ONE, device);
    if (input.count === 0) return loss.count === 0 ? loss : loss.zero();
    const sums = this.sums = fit(this.sums, FLOAT64, [batch], device), labels = this.labels!, counts = this.counts!;
    put(0, sums);
    put(1, counts);
    putSize(2, x, [batch, classes]);
    put(3, labels);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_multi_label_margin(sums.store.block.arg, counts.store.block.arg, x.store.block.arg,
      labels.store.block.arg, frame);
    if (status !== 0) throw device.error(status);
    sums.mul(this.scaleFor(batch) / classes);
    if (each) return loss.copy(sums);
    const total = this.total = fit(this.total, FLOAT64, ONE, device);
    return loss.copy(sum(sums, 0, { out: total }));
  }

  /** Computes the gradients of the losses. */
  override updateGradInput(input: Tensor, target: Tensor): Tensor {
    const x = this.prepare("backward", input, target),
      [batch, classes] = sizesOf(input),
      { code, device } = input.store;
    const gradInput = fit(this.gradInput, code, input.shape, device), labels = this.labels!, counts = this.counts!;
    if (input.count === 0) return gradInput;
    put(0, gradInput);
    put(1, counts);
    putSize(2, x, [batch, classes]);
    put(3, labels);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_multi_label_margin_grad(gradInput.store.block.arg, counts.store.block.arg,
      x.store.block.arg, labels.store.block.arg, frame, this.scaleFor(batch) / classes);
    if (status !== 0) throw device.error(status);
    return gradInput;
  }

  /** Checks the arguments, brings the labels to the input and returns it contiguous. */
  protected prepare(method: string, input: Tensor, target: Tensor): Tensor {
    const caller = `MultiLabelMarginCriterion.${method}`;
    checkFloatTensor(caller, "input", input);
    checkTensor(caller, "target", target);
    checkForms(caller, "input", input, [["classes"], ["batch", "classes"]]);
    if (!sameSize(input.shape, target.shape)) checkSameSize(caller, { input, target });
    const { shape, store: { device }, count } = input;
    const numbers = this.numbers = fit(this.numbers, FLOAT64, shape, cpu),
      lists = this.lists = fit(this.lists, INT32, shape, cpu);
    this.counts = fit(this.counts, INT32, shape, device);
    this.labels = device === cpu ? lists : fit(this.labels, INT32, shape, device);
    if (count === 0) return input;
    readLists(caller, elementsOf(numbers.copy(hosted(target))), elementsOf<Int32Array>(lists), sizesOf(input));
    if (device !== cpu) this.labels.copy(lists);
    return input.dense ? input : this.inputCopy = denseIn(this.inputCopy, input);
  }
}

/** Copies lists of labels, which -1 ends, and refuses what is no label. */
function readLists(caller: string, from: Elements, to: Elements<Int32Array>, [batch, classes]: [number, number]): void {
  for (let sample = 0; sample < batch; sample++) {
    for (let k = sample * classes; k < (sample + 1) * classes; k++) {
      const label = from.data[from.start + k]!;
      to.data[to.start + k] = label;
      if (label === -1) break;
      if (Number.isInteger(label) && label >= 0 && label < classes) continue;
      const wrong = Number.isInteger(label)
        ? `${label} at position ${k} is outside [0, ${classes})`
        : `must hold integers but is ${label} at position ${k}`;
      throw new RangeError(`Cannot run ${caller}: target ${wrong}`);
    }
  }
}

function sizesOf({ shape }: Tensor): [batch: number, classes: number] {
  return shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
}
