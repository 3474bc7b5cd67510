import type { Activity } from "./activity.ts";
import type { AnyCriterion } from "./criterion.ts";
import { flag } from "./files/fields.ts";
import { STEPWISE } from "./files/stepwise_form.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkFlag, found } from "./refusal.ts";
import { lengthOf, stepOf, StepwiseCriterion } from "./stepwise_criterion.ts";

/**
 * A criterion for sequences: the sum over the steps of a criterion's loss of each step.
 *
 * Input and target are lists with an entry for each step, or tensors [steps, …]; the target may be longer. The gradient
 * is like the input. Each step has a copy of the criterion.
 *
 * Torch7: `nn.SequencerCriterion` of rnn.
 *
 * @example Usage
 * ```ts
 * import { MSECriterion, SequencerCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose, type Comparable } from "@taimatsu/tensor/testing";
 *
 * const criterion = new SequencerCriterion(new MSECriterion());
 * const input = tensor([[1, 2], [3, 4]]), target = tensor([[1, 0], [3, 2]]);
 * assertClose(criterion.forward(input, target), 4);
 * assertClose(criterion.backward(input, target) as Comparable, [[0, 2], [0, 2]]);
 * ```
 */
export class SequencerCriterion extends StepwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    ...STEPWISE,
    args: ["criterion"],
    fields: [flag("sizeAverage")],
  };

  /** Whether the sum is divided by the number of steps. */
  sizeAverage: boolean;

  /**
   * Creates the criterion.
   *
   * @param criterion What is applied to each step; it is copied for each.
   * @param sizeAverage Whether the sum is divided by the number of steps.
   * @throws {TypeError} If `criterion` is none, or a `ModuleCriterion`, which must be outside instead.
   */
  constructor(criterion: AnyCriterion, sizeAverage: boolean = false) {
    super(criterion);
    checkFlag("SequencerCriterion", "sizeAverage", sizeAverage);
    this.sizeAverage = sizeAverage;
  }

  /** Returns the target of a step. */
  protected override targetOf(target: unknown, step: number): unknown {
    return stepOf(target, step);
  }

  /** Checks that there is a target for each step. */
  protected override checkTarget(caller: string, _input: Activity, target: unknown, steps: number): void {
    const length = lengthOf(target);
    if (length !== undefined && length >= steps) return;
    throw new TypeError(
      `Cannot run ${caller}: target must be a list or a tensor of at least ${steps} steps like input but is ${
        found(target)
      }`,
    );
  }

  /** Returns what the losses are multiplied by. */
  protected override factorFor(steps: number): number {
    return this.sizeAverage && steps > 0 ? 1 / steps : 1;
  }
}
