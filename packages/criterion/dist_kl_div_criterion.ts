import { checkOneOf, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { AVERAGED, extra, flag, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { Reduction } from "./reduced_criterion.ts";

const OP = op("loss", "divergence"), REDUCTIONS = ["mean", "sum", "none", "batchMean"] as const;

/** Options of {@linkcode DistKLDivCriterion}. */
export interface DistKLDivOptions {
  /**
   * What becomes of the losses of elements: `"batchMean"` divides their sum by the size of the first dimension, which
   * is what the Kullback–Leibler divergence means; `"mean"`, as Torch7, by the number of elements.
   */
  reduction?: Reduction | "batchMean";
}

/**
 * The Kullback–Leibler divergence of distributions: Σ y (log y − x) / n over the elements with y > 0.
 *
 * The input holds log-probabilities, the target probabilities; both have any one size and dtype, float32 or float64.
 *
 * Torch7: `nn.DistKLDivCriterion`, which divides by the number of all elements, not by that of the distributions.
 *
 * @example Usage
 * ```ts
 * import { DistKLDivCriterion } from "@taimatsu/criterion";
 * import { log, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new DistKLDivCriterion({ reduction: "batchMean" });
 * const input = log(tensor([[0.25, 0.75]])), target = tensor([[0.5, 0.5]]);
 * assertClose(criterion.forward(input, target), 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3));
 * assertClose(criterion.backward(input, target), [[-0.5, -0.5]]);
 * ```
 */
export class DistKLDivCriterion extends PointwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    fields: [...REDUCED, extra(flag("batchMean"), false)],
    missing: AVERAGED,
  };

  /** Whether the mean is one over the first dimension instead of one over all elements. */
  batchMean: boolean;

  /** Creates the criterion. */
  constructor(options: DistKLDivOptions = {}) {
    const { reduction = "mean" } = options ?? {};
    checkOneOf("DistKLDivCriterion", "reduction", reduction, REDUCTIONS);
    super(OP, 0, true, { reduction: reduction === "batchMean" ? "mean" : reduction });
    this.batchMean = reduction === "batchMean";
  }

  /** Returns what the sum over the elements is multiplied by. */
  protected override scaleOf(input: Tensor): number {
    return this.scaleFor(this.batchMean ? input.shape[0]! : input.count);
  }
}
