import { checkSameSize, checkTensor, cpu, FLOAT64, sameSize, type Tensor } from "@taimatsu/tensor";
import { type Elements, elementsOf, hosted, putBack } from "@taimatsu/tensor/native";
import { denseIn, fit, ONE } from "./buffers.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";

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
  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;
  /** The labels as numbers that JavaScript reads. */
  protected lists: Tensor | undefined;
  /** The labels of a sample. */
  protected labels: number[] = [];
  /** The classes that are not among them. */
  protected others: number[] = [];

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
    const lists = this.listsFrom("forward", input, target), classes = classesOf(input), batch = batchOf(input);
    const each = this.reduction === "none",
      loss = this.loss = fit(this.loss, input.store.code, each ? [batch] : ONE, input.store.device);
    if (input.count === 0) return loss.count === 0 ? loss : loss.zero();
    const x = this.elementsFrom(input), r = elementsOf(loss), scale = this.scaleFor(batch) / classes;
    let total = 0;
    for (let sample = 0; sample < batch; sample++) {
      this.split("forward", lists, sample * classes, classes);
      const sum = this.lossOf(x.data, x.start + sample * classes);
      if (each) r.data[r.start + sample] = scale * sum;
      total += sum;
    }
    if (!each) r.data[r.start] = scale * total;
    putBack(loss, r);
    return loss;
  }

  /** Computes the gradients of the losses. */
  override updateGradInput(input: Tensor, target: Tensor): Tensor {
    const lists = this.listsFrom("backward", input, target), classes = classesOf(input), batch = batchOf(input);
    const gradInput = fit(this.gradInput, input.store.code, input.shape, input.store.device);
    if (input.count === 0) return gradInput;
    const x = this.elementsFrom(input), g = elementsOf(gradInput.zero()), scale = this.scaleFor(batch) / classes;
    for (let sample = 0; sample < batch; sample++) {
      const at = sample * classes;
      this.split("backward", lists, at, classes);
      this.addGradient(x.data, x.start + at, g.data, g.start + at, scale);
    }
    putBack(gradInput, g);
    return gradInput;
  }

  /** Checks the arguments and returns the labels as numbers that JavaScript reads. */
  protected listsFrom(method: string, input: Tensor, target: Tensor): Elements {
    const caller = `MultiLabelMarginCriterion.${method}`;
    checkFloatTensor(caller, "input", input);
    checkTensor(caller, "target", target);
    checkForms(caller, "input", input, [["classes"], ["batch", "classes"]]);
    if (!sameSize(input.shape, target.shape)) checkSameSize(caller, { input, target });
    const lists = this.lists = fit(this.lists, FLOAT64, input.shape, cpu);
    return elementsOf(input.count === 0 ? lists : lists.copy(hosted(target)));
  }

  /** Returns the elements of the input where JavaScript reads them. */
  protected elementsFrom(input: Tensor): Elements {
    return elementsOf(input.dense ? input : this.inputCopy = denseIn(this.inputCopy, input));
  }

  /** Splits the classes of a sample into its labels and the others. */
  protected split(method: string, { data, start }: Elements, first: number, classes: number): void {
    const { labels, others } = this;
    labels.length = others.length = 0;
    for (let k = first; k < first + classes && data[start + k] !== -1; k++) {
      const label = data[start + k]!;
      if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
        const wanted = Number.isInteger(label) ? `${label} at position ${k} is outside [0, ${classes})` : undefined;
        throw new RangeError(
          `Cannot run MultiLabelMarginCriterion.${method}: target ` +
            (wanted ?? `must hold integers but is ${label} at position ${k}`),
        );
      }
      labels.push(label);
    }
    for (let i = 0; i < classes; i++) if (!labels.includes(i)) others.push(i);
  }

  /** Returns the sum for the sample whose labels were split last and whose scores start at `at`. */
  protected lossOf(x: Elements["data"], at: number): number {
    let sum = 0;
    for (const j of this.labels) {
      const least = 1 - x[at + j]!;
      for (const i of this.others) sum += Math.max(0, least + x[at + i]!);
    }
    return sum;
  }

  /** Adds the gradient of that sum, times `scale`, to the elements that start at `to`. */
  protected addGradient(x: Elements["data"], at: number, g: Elements["data"], to: number, scale: number): void {
    for (const j of this.labels) {
      const least = 1 - x[at + j]!;
      for (const i of this.others) {
        if (least + x[at + i]! <= 0) continue;
        g[to + i]! += scale;
        g[to + j]! -= scale;
      }
    }
  }
}

function classesOf({ shape }: Tensor): number {
  return shape[shape.length - 1]!;
}

function batchOf({ shape }: Tensor): number {
  return shape.length === 1 ? 1 : shape[0]!;
}
