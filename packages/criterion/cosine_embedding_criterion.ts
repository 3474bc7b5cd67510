import { checkFinite, mul, square, sum, type Tensor } from "@taimatsu/tensor";
import { type Elements, elementsOf, putBack } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkForms, checkSizesAlike, checkTensors } from "./refusal.ts";
import { signsIn } from "./signs.ts";

const EPSILON = 1e-12;

/**
 * The loss of pairs that are alike (target 1) or not (−1), by the cosine of their angle: the mean of 1 − cos where y =
 * 1, of max(0, cos − margin) where y = −1, with cos = x₁ · x₂ / √((|x₁|² + ε)(|x₂|² + ε)) and ε = 10⁻¹².
 *
 * The input is a list of two tensors, [features] for one pair or [batch, features], float32 or float64. The target is a
 * tensor [batch] of any dtype, or a number for all pairs. The mean is one over the pairs.
 *
 * Torch7: `nn.CosineEmbeddingCriterion`.
 *
 * @example Usage
 * ```ts
 * import { CosineEmbeddingCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new CosineEmbeddingCriterion(), input = [tensor([[3, 4], [3, 4]]), tensor([[1, 0], [0, 1]])];
 * assertClose(criterion.forward(input, tensor([1, -1])), ((1 - 0.6) + 0.8) / 2);
 * ```
 */
export class CosineEmbeddingCriterion extends ReducedCriterion<readonly Tensor[], Tensor | number> {
  /** The largest cosine that pairs may have that are not alike. */
  margin: number;
  /** The targets. */
  protected signs: Tensor | undefined;
  /** Products of the elements. */
  protected products: Tensor | undefined;
  /** x₁ · x₂, |x₁|² and |x₂|² of the pairs, [batch, 1] each. */
  protected sums: Tensor[] = [];

  /**
   * Creates the criterion.
   *
   * @param margin The largest cosine that pairs may have that are not alike.
   * @throws {RangeError} If `margin` is not finite.
   */
  constructor(margin: number = 0, options?: ReductionOptions) {
    super(true, options);
    checkFinite("CosineEmbeddingCriterion", "margin", margin);
    this.margin = margin;
    this.gradInput = [];
  }

  /**
   * Computes the mean or the sum of the losses; the losses of the pairs with the reduction `"none"`.
   *
   * @param input Two tensors, [features] or [batch, features].
   * @param target 1 or −1 for each pair.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {RangeError} If a target is neither 1 nor −1.
   */
  override lossTensor(input: readonly Tensor[], target: Tensor | number): Tensor {
    const signs = this.measure("forward", input, target), batch = this.signs!.count, { code } = input[0]!.store;
    const each = this.reduction === "none",
      loss = this.loss = fit(this.loss, code, each ? [batch] : ONE, input[0]!.store.device);
    if (loss.count === 0) return loss;
    const r = elementsOf(loss), sums = this.sums.map((s) => elementsOf(s));
    const [dots, first, second] = sums as [Elements, Elements, Elements];
    let total = 0;
    for (let i = 0; i < batch; i++) {
      const value = lossOf(cosineOf(dots, first, second, i), signs.data[signs.start + i]!, this.margin);
      if (each) r.data[r.start + i] = value;
      total += value;
    }
    if (!each) r.data[r.start] = this.scaleFor(batch) * total;
    putBack(loss, r);
    return loss;
  }

  /** Computes the gradients with respect to both tensors. */
  override updateGradInput(input: readonly Tensor[], target: Tensor | number): readonly Tensor[] {
    const signs = this.measure("backward", input, target),
      batch = this.signs!.count,
      { store: { code }, shape } = input[0]!;
    const list = this.gradInput as Tensor[], features = shape[shape.length - 1]!, rows = [batch, features];
    list[0] = fit(list[0], code, shape, input[0]!.store.device);
    list[1] = fit(list[1], code, shape, input[0]!.store.device);
    if (list[0].count === 0) return list;
    const sums = this.sums.map((s) => elementsOf(s)), [dots, first, second] = sums as [Elements, Elements, Elements];
    const scale = this.scaleFor(batch);
    for (let i = 0; i < batch; i++) {
      const cosine = cosineOf(dots, first, second, i), y = signs.data[signs.start + i]!;
      const slope = lossOf(cosine, y, this.margin) > 0 ? -y * scale : 0;
      const a = first.data[first.start + i]! + EPSILON, b = second.data[second.start + i]! + EPSILON;
      dots.data[dots.start + i] = slope / Math.sqrt(a * b);
      first.data[first.start + i] = slope * cosine / a;
      second.data[second.start + i] = slope * cosine / b;
    }
    sums.forEach((elements, k) => putBack(this.sums[k]!, elements));
    const [x, y] = input.map((t) => shape.length === 1 ? t.unsqueeze(0) : t) as [Tensor, Tensor];
    mul(y, this.sums[0]!, { out: list[0].view(rows) }).addcmul(-1, x, this.sums[1]!);
    mul(x, this.sums[0]!, { out: list[1].view(rows) }).addcmul(-1, y, this.sums[2]!);
    return list;
  }

  /** Checks the arguments, computes the sums and returns the targets. */
  protected measure(method: string, input: readonly Tensor[], target: Tensor | number): Elements {
    const caller = `CosineEmbeddingCriterion.${method}`, list = checkTensors(caller, "input", input, 2);
    checkForms(caller, "input[0]", list[0]!, [["features"], ["batch", "features"]]);
    checkSizesAlike(caller, "input", list);
    const { store: { code }, shape } = list[0]!, batch = shape.length === 1 ? 1 : shape[0]!;
    const signs = elementsOf(this.signs = signsIn(this.signs, caller, target, [batch]));
    for (let k = 0; k < 3; k++) this.sums[k] = fit(this.sums[k], code, [batch, 1], input[0]!.store.device);
    if (list[0]!.count === 0) this.sums.forEach((s) => s.count === 0 || s.zero());
    else {
      const out = this.products = fit(this.products, code, shape, input[0]!.store.device),
        rows = out.view(batch, out.count / batch);
      mul(list[0]!, list[1]!, { out });
      sum(rows, 1, { out: this.sums[0]! });
      square(list[0]!, { out });
      sum(rows, 1, { out: this.sums[1]! });
      square(list[1]!, { out });
      sum(rows, 1, { out: this.sums[2]! });
    }
    return signs;
  }
}

function cosineOf(dots: Elements, first: Elements, second: Elements, i: number): number {
  const a = first.data[first.start + i]! + EPSILON, b = second.data[second.start + i]! + EPSILON;
  return dots.data[dots.start + i]! / Math.sqrt(a * b);
}

function lossOf(cosine: number, y: number, margin: number): number {
  return y === 1 ? 1 - cosine : Math.max(0, cosine - margin);
}
