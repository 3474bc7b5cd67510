import { BCEWithLogitsCriterion } from "./bce_with_logits_criterion.ts";

/**
 * The loss of several labels a sample, each of which is there or not: −Σ w (y log σ(x) + (1 − y) log(1 − σ(x))) / n.
 *
 * Input and target have any one size and dtype, float32 or float64; the target holds 1 for the labels that are there, 0
 * for others. The weights are those of the labels, the last dimension.
 *
 * Torch7: `nn.MultiLabelSoftMarginCriterion`.
 *
 * @example Usage
 * ```ts
 * import { MultiLabelSoftMarginCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MultiLabelSoftMarginCriterion();
 * const scores = tensor([[0, Math.log(3)]]), target = tensor([[1, 0]]);
 * assertClose(criterion.forward(scores, target), (Math.log(2) + Math.log(4)) / 2);
 * assertClose(criterion.backward(scores, target), [[-0.25, 0.375]]);
 * ```
 */
export class MultiLabelSoftMarginCriterion extends BCEWithLogitsCriterion {}
