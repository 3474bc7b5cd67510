import { Storage } from "@taimatsu/tensor";
import { type Activity, addScaled, fitActivity, scaleInto } from "./activity.ts";
import { CriterionContainer } from "./criterion_container.ts";
import { addAll, FACTORS } from "./files/container_form.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { found } from "./refusal.ts";

/**
 * A weighted sum of criterions of one input and one target: Σ wᵢ cᵢ(input, target).
 *
 * Input and target are what all criterions inside take: a tensor, or nested lists of tensors. Losses of criterions with
 * the reduction `"none"` are summed.
 *
 * Torch7: `nn.MultiCriterion`.
 *
 * @example Usage
 * ```ts
 * import { AbsCriterion, MSECriterion, MultiCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MultiCriterion().add(new MSECriterion(), 0.5).add(new AbsCriterion());
 * const input = tensor([1, 2]), target = tensor([3, 2]);
 * assertClose(criterion.forward(input, target), 0.5 * 2 + 1);
 * assertClose(criterion.backward(input, target), [-1 - 0.5, 0.5]);
 * ```
 */
export class MultiCriterion extends CriterionContainer {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    inside: ["criterions"],
    make: (fields) => addAll(new MultiCriterion(), fields),
    fields: [
      "criterions",
      { ...FACTORS, write: (factors) => Storage.from("float64", factors as number[]) },
    ],
  };

  /** Returns the weighted sum of the losses. */
  override updateOutput(input: Activity, target: unknown): number {
    let sum = 0;
    for (let i = 0; i < this.criterions.length; i++) {
      sum += this.factors[i]! * this.criterions[i]!.forward(input, target);
    }
    return sum;
  }

  /** Computes the weighted sum of the gradients. */
  override updateGradInput(input: Activity, target: unknown): Activity {
    const { criterions, factors } = this;
    if (criterions.length === 0) {
      throw new TypeError(
        `Cannot run MultiCriterion.backward: there must be a criterion inside for the input, ${
          found(input)
        }, but is none`,
      );
    }
    for (let i = 0; i < criterions.length; i++) {
      const g = criterions[i]!.backward(input, target);
      if (i === 0) scaleInto(this.gradInput = fitActivity(this.gradInput, g), factors[0]!, g);
      else addScaled(this.gradInput, factors[i]!, g);
    }
    return this.gradInput;
  }
}
