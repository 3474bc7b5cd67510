import { UnknownObject } from "@taimatsu/tensor";
import { BCECriterion } from "./bce_criterion.ts";
import { BCEWithLogitsCriterion } from "./bce_with_logits_criterion.ts";
import { AVERAGED, plainModule, POINTWISE } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";

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
export class MultiLabelSoftMarginCriterion extends BCEWithLogitsCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    fields: POINTWISE,
    scratch: (dtype) => ({ sigmoid: plainModule("nn.Sigmoid", dtype) }),
    missing: AVERAGED,
    upgrade: (fields) => {
      // Before, a sigmoid and a BCECriterion were inside.
      const { nll } = fields, inside = nll instanceof BCECriterion ? nll.toTorch() : nll;
      if (inside instanceof UnknownObject && fields.sigmoid === undefined) {
        fields.weights = inside.get("weights");
        fields.sizeAverage = inside.get("sizeAverage");
      }
      delete fields.lsm;
      delete fields.nll;
    },
  };
}
