import { checkFinite, describe, gather, gt, index, square, sub, sum, type Tensor } from "@taimatsu/tensor";
import { fit, ONE } from "./buffers.ts";
import { AVERAGED, numeric, REDUCED, WEIGHTS } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkLabels } from "./labels.ts";
import { LabelledCriterion } from "./labelled_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";
import { checkWeights } from "./weights.ts";

/**
 * The hinge loss of several classes: w[y] Σ over i ≠ y of max(0, margin − x[y] + x[i])^p / classes, for each sample.
 *
 * The input holds scores, [classes] for one sample or [batch, classes], float32 or float64. The target is a number, or
 * a tensor [batch] of labels that count from 0. The mean is one over the samples.
 *
 * Torch7: `nn.MultiMarginCriterion`, whose labels count from 1.
 *
 * @example Usage
 * ```ts
 * import { MultiMarginCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MultiMarginCriterion(), scores = tensor([0.5, 1, -3, -2]);
 * assertClose(criterion.forward(scores, 0), 1.5 / 4);
 * assertClose(criterion.backward(scores, 0), [-0.25, 0.25, 0, 0]);
 * ```
 */
export class MultiMarginCriterion extends LabelledCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["p"],
    fields: [WEIGHTS, numeric("margin"), ...REDUCED],
    missing: { ...AVERAGED, p: 1, margin: 1 },
  };

  /** The exponent, 1 or 2. */
  p: number;
  /** How much larger than the others the score of the label must be. */
  margin: number;
  /** The scores of the labels, [batch, 1]. */
  protected own: Tensor | undefined;
  /** How far each score comes into the margin, [batch, classes]. */
  protected excess: Tensor | undefined;
  /** The powers of that. */
  protected powers: Tensor | undefined;
  /** The weights of the labels, [batch]. */
  protected factors: Tensor | undefined;
  /** Sums of the samples, [batch, 1]. */
  protected sums: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param p The exponent, 1 or 2.
   * @param weights A factor for each class, [classes], in the dtype of the inputs.
   * @param margin How much larger than the others the score of the label must be.
   * @throws {TypeError} If `weights` is no 1-D tensor of a floating-point dtype.
   * @throws {RangeError} If `p` is another, or `margin` is not finite.
   */
  constructor(p: number = 1, weights?: Tensor | null, margin: number = 1, options?: ReductionOptions) {
    super(weights, true, options);
    if (p !== 1 && p !== 2) {
      throw new RangeError(`Cannot run MultiMarginCriterion: p must be 1 or 2 but is ${describe(p)}`);
    }
    checkFinite("MultiMarginCriterion", "margin", margin);
    this.p = p;
    this.margin = margin;
  }

  /**
   * Computes Σ w[y] max(0, margin − x[y] + x[i])^p / classes, divided by the number of samples for the mean; with the
   * reduction `"none"` it gives the losses of the samples.
   *
   * @param input Scores, [classes] or [batch, classes].
   * @param target A label, or a tensor [batch] of them.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {RangeError} If a label is no integer or outside [0, classes).
   */
  override lossTensor(input: Tensor, target: Tensor | number): Tensor {
    const x = this.rowsOf("forward", input), [batch, classes] = x.shape as [number, number], { code } = input.store;
    const labels = this.checkedLabels("forward", input, x, target), each = this.reduction === "none";
    const loss = this.loss = fit(this.loss, code, each ? [batch] : ONE, input.store.device);
    if (input.count === 0) return loss.count === 0 ? loss : loss.zero();
    const excess = this.excessOf(x, labels), scale = this.scaleFor(batch) / classes;
    const powers = this.powers = fit(this.powers, code, x.shape, input.store.device);
    if (this.p === 1) powers.copy(excess);
    else square(excess, { out: powers });
    this.weigh(powers, labels);
    if (each) sum(powers, 1, { out: loss.view(batch, 1) });
    else sum(powers.view(1, x.count), 1, { out: loss.view(1, 1) });
    return loss.mul(scale);
  }

  /** Computes the gradients of the losses. */
  override updateGradInput(input: Tensor, target: Tensor | number): Tensor {
    const x = this.rowsOf("backward", input), [batch, classes] = x.shape as [number, number], { code } = input.store;
    const labels = this.checkedLabels("backward", input, x, target),
      gradInput = fit(this.gradInput, code, input.shape, input.store.device);
    if (input.count === 0) return gradInput;
    const excess = this.excessOf(x, labels), g = gradInput.view(x.shape);
    if (this.p === 1) gt(excess, 0, { out: g });
    else g.copy(excess).mul(2);
    this.weigh(g, labels);
    const sums = sum(g, 1, { out: this.sums = fit(this.sums, code, [batch, 1], input.store.device) });
    g.scatter(1, labels.view(batch, 1), sums.neg());
    gradInput.mul(this.scaleFor(batch) / classes);
    return gradInput;
  }

  /** Checks the input and returns it as contiguous [batch, classes]. */
  protected rowsOf(method: string, input: Tensor): Tensor {
    const caller = `MultiMarginCriterion.${method}`;
    checkFloatTensor(caller, "input", input);
    checkForms(caller, "input", input, [["classes"], ["batch", "classes"]]);
    const x = this.denseInput(input), { shape } = x;
    return shape.length === 1 ? x.view(1, shape[0]!) : x;
  }

  /** Returns the labels, [batch], all of them below the number of classes. */
  protected checkedLabels(method: string, input: Tensor, x: Tensor, target: Tensor | number): Tensor {
    const caller = `MultiMarginCriterion.${method}`, [batch, classes] = x.shape as [number, number], { weights } = this;
    if (weights !== undefined) checkWeights(caller, weights, x, classes);
    const labels = this.labelsFrom(caller, target, input.shape.length === 1 ? ONE : [batch], input.device);
    checkLabels(caller, labels, classes);
    return labels.view(batch);
  }

  /** Returns max(0, margin − x[y] + x[i]), and 0 for the labels themselves. */
  protected excessOf(x: Tensor, labels: Tensor): Tensor {
    const [batch] = x.shape as [number], { code } = x.store, at = labels.view(batch, 1);
    const own = gather(x, 1, at, { out: this.own = fit(this.own, code, [batch, 1], x.store.device) });
    const excess = sub(x, own, { out: this.excess = fit(this.excess, code, x.shape, x.store.device) });
    excess.add(this.margin).clamp(0, Infinity);
    return excess.scatter(1, at, own.zero());
  }

  /** Multiplies each row with the weight of its label. */
  protected weigh(rows: Tensor, labels: Tensor): void {
    if (this.weights === undefined) return;
    const batch = labels.count, out = this.factors = fit(this.factors, rows.store.code, [batch], rows.store.device);
    rows.mul(index(this.weights, 0, labels, { out }).view(batch, 1));
  }
}
