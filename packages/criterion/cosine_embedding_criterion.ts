import { checkFinite, div, mul, square, sum, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { lossInto, slopeInto } from "./pointwise_loss.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkForms, checkSizesAlike, checkTensors } from "./refusal.ts";
import { type SignBuffers, signsLike } from "./signs.ts";

const OP = op("loss", "cosine");
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
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["margin"],
    fields: REDUCED,
    gradInput: [[], []],
    missing: AVERAGED,
  };

  /** The largest cosine that pairs may have that are not alike. */
  margin: number;
  /** The targets as they were read. */
  protected signs: SignBuffers = {};
  /** The targets in the dtype of the input, where it lies. */
  protected targets: Tensor | undefined;
  /** Products of the elements. */
  protected products: Tensor | undefined;
  /** x₁ · x₂, |x₁|² + ε and |x₂|² + ε of the pairs, [batch, 1] each. */
  protected sums: Tensor[] = [];
  /** The root of the product of the latter two, [batch, 1]. */
  protected lengths: Tensor | undefined;
  /** The cosines, [batch]. */
  protected cosines: Tensor | undefined;
  /** The derivatives of the loss with respect to them. */
  protected slopes: Tensor | undefined;

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
    const cosines = this.measure("forward", input, target), { store: { code, device }, count } = cosines;
    const each = this.reduction === "none", loss = this.loss = fit(this.loss, code, each ? [count] : ONE, device);
    if (count === 0) return each ? loss : loss.zero();
    return lossInto(loss, OP, cosines, this.targets!, undefined, this.scaleFor(count), this.margin, each);
  }

  /** Computes the gradients with respect to both tensors. */
  override updateGradInput(input: readonly Tensor[], target: Tensor | number): readonly Tensor[] {
    const cosines = this.measure("backward", input, target), { store: { code, device }, count } = cosines;
    const { shape } = input[0]!, rows = [count, shape[shape.length - 1]!], list = this.gradInput as Tensor[];
    for (const k of [0, 1]) list[k] = fit(list[k], code, shape, device);
    if (list[0]!.count === 0) return list;
    const slopes = this.slopes = fit(this.slopes, code, [count], device), [dots, first, second] = this.sums;
    slopeInto(slopes, OP, cosines, this.targets!, undefined, this.scaleFor(count), this.margin);
    const [x, y] = input.map((t) => shape.length === 1 ? t.unsqueeze(0) : t) as [Tensor, Tensor];
    div(slopes.view(count, 1), this.lengths!, { out: dots! }); // the factor of the other tensor, and those of its own
    slopes.cmul(cosines);
    div(slopes.view(count, 1), first!, { out: first! });
    div(slopes.view(count, 1), second!, { out: second! });
    mul(y, dots!, { out: list[0]!.view(rows) }).addcmul(-1, x, first!);
    mul(x, dots!, { out: list[1]!.view(rows) }).addcmul(-1, y, second!);
    return list;
  }

  /** Checks the arguments, and returns the cosines of the pairs, [batch]. */
  protected measure(method: string, input: readonly Tensor[], target: Tensor | number): Tensor {
    const caller = `CosineEmbeddingCriterion.${method}`, list = checkTensors(caller, "input", input, 2);
    checkForms(caller, "input[0]", list[0]!, [["features"], ["batch", "features"]]);
    checkSizesAlike(caller, "input", list);
    const { store: { code, device }, shape, count } = list[0]!, batch = shape.length === 1 ? 1 : shape[0]!;
    this.targets = signsLike(this.signs, caller, target, [batch], list[0]!.store);
    const cosines = this.cosines = fit(this.cosines, code, [batch], device);
    if (batch === 0) return cosines;
    for (let k = 0; k < 3; k++) this.sums[k] = fit(this.sums[k], code, [batch, 1], device);
    const [dots, first, second] = this.sums as [Tensor, Tensor, Tensor];
    if (count === 0) this.sums.forEach((x) => x.zero());
    else {
      const out = this.products = fit(this.products, code, shape, device), rows = out.view(batch, count / batch);
      mul(list[0]!, list[1]!, { out });
      sum(rows, 1, { out: dots });
      square(list[0]!, { out });
      sum(rows, 1, { out: first });
      square(list[1]!, { out });
      sum(rows, 1, { out: second });
    }
    first.add(EPSILON);
    second.add(EPSILON);
    const lengths = this.lengths = fit(this.lengths, code, [batch, 1], device);
    mul(first, second, { out: lengths }).sqrt();
    div(dots, lengths, { out: cosines.view(batch, 1) });
    return cosines;
  }
}
