import { checkRange, mul, pow, sum, type Tensor } from "@taimatsu/tensor";
import { fit, ONE } from "./buffers.ts";
import { AVERAGED, numeric, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkPair } from "./refusal.ts";
import { SoftMarginCriterion } from "./soft_margin_criterion.ts";

/**
 * The focal loss of scores of two classes, in which what is classified well counts little: the mean of −α (1 − p)^γ log
 * p, where p is the probability of the class that is right: σ(x) where y = 1, with the factor α, and 1 − σ(x) where y =
 * 0, with the factor 1 − α.
 *
 * Input and target have any one size and dtype, float32 or float64; the target is 1 or 0. For several classes the
 * target holds a 1 for the class that is right. Scores of any magnitude give finite losses.
 *
 * Lin et al., https://arxiv.org/abs/1708.02002. Torch7 has none.
 *
 * @example Usage
 * ```ts
 * import { FocalCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new FocalCriterion(2, 0.25), scores = tensor([0, Math.log(3)]), target = tensor([1, 1]);
 * const first = 0.25 * 0.5 ** 2 * Math.log(2), second = 0.25 * 0.25 ** 2 * Math.log(4 / 3);
 * assertClose(criterion.forward(scores, target), (first + second) / 2);
 * ```
 */
export class FocalCriterion extends ReducedCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ gamma, alpha }) => new FocalCriterion(gamma as number, alpha === false ? null : alpha as number),
    fields: [numeric("gamma"), ...REDUCED],
    derive: ({ alpha }: FocalCriterion) => ({ alpha: alpha ?? false }),
    missing: AVERAGED,
    ours: true,
  };

  /** γ, which says how little counts what is classified well. */
  gamma: number;
  /** α, the factor of the class 1; `null` if both classes have the factor 1. */
  alpha: number | null;
  /** What computes −log p. */
  protected logistic: SoftMarginCriterion = new SoftMarginCriterion({ reduction: "none" });
  /** 1 where the target is 1, −1 where it is 0. */
  protected signs: Tensor | undefined;
  /** 1 − p. */
  protected missing: Tensor | undefined;
  /** α (1 − p)^γ. */
  protected factors: Tensor | undefined;
  /** α where the target is 1, 1 − α where it is 0. */
  protected balance: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param gamma γ, which says how little counts what is classified well; with 0 it is `BCEWithLogitsCriterion`.
   * @param alpha α, the factor of the class 1, of which the rest to 1 is that of the class 0; `null` if both have the
   *   factor 1.
   * @throws {RangeError} If γ is negative or not finite, or α not from 0 to 1.
   */
  constructor(gamma: number = 2, alpha: number | null = 0.25, options?: ReductionOptions) {
    super(true, options);
    checkRange("FocalCriterion", "gamma", gamma, 0, Number.MAX_VALUE);
    if (alpha !== null) checkRange("FocalCriterion", "alpha", alpha, 0, 1);
    this.gamma = gamma;
    this.alpha = alpha;
  }

  /**
   * Computes the mean or the sum of the losses; the losses themselves with the reduction `"none"`.
   *
   * @param input Scores.
   * @param target 1 or 0 for each.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   */
  override lossTensor(input: Tensor, target: Tensor): Tensor {
    checkPair("FocalCriterion.forward", input, target);
    const { store: { code, device }, shape, count } = input, each = this.reduction === "none";
    const loss = this.loss = fit(this.loss, code, each ? shape : ONE, device);
    if (count === 0) return each ? loss : loss.zero();
    const losses = this.weigh(input, target).cmul(this.factors!);
    if (each) return loss.copy(losses);
    sum(losses.view(1, count), 1, { out: loss.view(1, 1) });
    return loss.mul(this.scaleFor(count));
  }

  /** Computes the gradients of the losses: ∓α (1 − p)^γ (1 − p − γ p log p), divided by the number of elements for the mean. */
  override updateGradInput(input: Tensor, target: Tensor): Tensor {
    checkPair("FocalCriterion.backward", input, target);
    const gradInput = fit(this.gradInput, input.store.code, input.shape, input.store.device);
    if (input.count === 0) return gradInput;
    const losses = this.weigh(input, target), missing = this.missing!;
    gradInput.copy(missing).mul(-1).add(1).cmul(losses).mul(this.gamma).add(missing);
    return gradInput.cmul(this.factors!).cmul(this.signs!).mul(-this.scaleFor(input.count));
  }

  /** Computes the factors and what is missing to the probabilities, and returns −log p. */
  protected weigh(input: Tensor, target: Tensor): Tensor {
    const { store: { code, device }, shape } = input, { alpha } = this;
    const signs = mul(target, 2, { out: this.signs = fit(this.signs, code, shape, device) }).add(-1);
    const missing = mul(input, signs, { out: this.missing = fit(this.missing, code, shape, device) }).neg().sigmoid();
    const factors = pow(missing, this.gamma, { out: this.factors = fit(this.factors, code, shape, device) });
    const losses = this.logistic.lossTensor(input, signs);
    if (alpha !== null) {
      const weights = this.balance = fit(this.balance, code, shape, device);
      factors.cmul(mul(target, 2 * alpha - 1, { out: weights }).add(1 - alpha));
    }
    return losses;
  }
}
