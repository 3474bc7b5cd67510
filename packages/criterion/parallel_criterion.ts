import { type Activity, fitActivity, scaleInto } from "./activity.ts";
import { CriterionContainer } from "./criterion_container.ts";
import { addAll, FACTORS } from "./files/container_form.ts";
import { flag } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkFlag, found } from "./refusal.ts";

/**
 * A weighted sum of criterions, each of which takes an input and a target of its own: Σ wᵢ cᵢ(inputᵢ, targetᵢ).
 *
 * Input and target are lists with an entry for each criterion inside; with `repeatTarget` all take the whole target.
 * The gradient is a list like the input. Losses of criterions with the reduction `"none"` are summed.
 *
 * Torch7: `nn.ParallelCriterion`.
 *
 * @example Usage
 * ```ts
 * import { ClassNLLCriterion, MSECriterion, ParallelCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose, type Comparable } from "@taimatsu/tensor/testing";
 *
 * const criterion = new ParallelCriterion().add(new MSECriterion(), 0.5).add(new ClassNLLCriterion());
 * const input = [tensor([1, 2]), tensor([-1, -2])], target = [tensor([3, 2]), 1];
 * assertClose(criterion.forward(input, target), 0.5 * 2 + 2);
 * assertClose(criterion.backward(input, target) as Comparable, [[-1, 0], [0, -1]]);
 * ```
 */
export class ParallelCriterion extends CriterionContainer {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    inside: ["criterions"],
    make: (fields) => addAll(new ParallelCriterion(), fields),
    fields: ["criterions", FACTORS, flag("repeatTarget")],
  };

  /** Whether all criterions take the whole target. */
  repeatTarget: boolean;

  /**
   * Creates the container without criterions.
   *
   * @param repeatTarget Whether all criterions take the whole target.
   * @throws {TypeError} If `repeatTarget` is neither `true` nor `false`.
   */
  constructor(repeatTarget: boolean = false) {
    super();
    checkFlag("ParallelCriterion", "repeatTarget", repeatTarget);
    this.repeatTarget = repeatTarget;
    this.gradInput = [];
  }

  /**
   * Returns the weighted sum of the losses.
   *
   * @throws {TypeError} If input or target is no list with an entry for each criterion.
   */
  override updateOutput(input: Activity, target: unknown): number {
    const inputs = this.entries("forward", "input", input) as readonly Activity[];
    const targets = this.targets("forward", target);
    let sum = 0;
    for (let i = 0; i < inputs.length; i++) {
      sum += this.factors[i]! * this.criterions[i]!.forward(inputs[i]!, targets[i]);
    }
    return sum;
  }

  /** Computes the weighted gradients. */
  override updateGradInput(input: Activity, target: unknown): Activity {
    const inputs = this.entries("backward", "input", input) as readonly Activity[];
    const targets = this.targets("backward", target), list = this.gradInput as Activity[];
    list.length = inputs.length;
    for (let i = 0; i < inputs.length; i++) {
      const g = this.criterions[i]!.backward(inputs[i]!, targets[i]);
      scaleInto(list[i] = fitActivity(list[i], g), this.factors[i]!, g);
    }
    return list;
  }

  /** Returns a list with an entry for each criterion, or throws. */
  protected entries(method: string, name: string, x: unknown): readonly unknown[] {
    const wanted = this.criterions.length;
    if (Array.isArray(x) && x.length === wanted) return x;
    throw new TypeError(
      `Cannot run ParallelCriterion.${method}: ${name} must be a list of ${wanted} but is ${found(x)}`,
    );
  }

  /** Returns the targets of the criterions. */
  protected targets(method: string, target: unknown): readonly unknown[] {
    return this.repeatTarget ? this.criterions.map(() => target) : this.entries(method, "target", target);
  }
}
