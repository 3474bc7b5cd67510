import type { AnyCriterion } from "./criterion.ts";
import { STEPWISE } from "./files/stepwise_form.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { StepwiseCriterion } from "./stepwise_criterion.ts";

/**
 * A criterion for sequences with one target: the sum over the steps of a criterion's loss of each step and that target.
 *
 * The input is a list with an entry for each step, or a tensor [steps, …]; the gradient is like it. Each step has a
 * copy of the criterion.
 *
 * Torch7: `nn.RepeaterCriterion` of rnn.
 *
 * @example Usage
 * ```ts
 * import { MSECriterion, RepeaterCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose, type Comparable } from "@taimatsu/tensor/testing";
 *
 * const criterion = new RepeaterCriterion(new MSECriterion());
 * const input = tensor([[1, 2], [3, 4]]), target = tensor([1, 2]);
 * assertClose(criterion.forward(input, target), 4);
 * assertClose(criterion.backward(input, target) as Comparable, [[0, 0], [2, 2]]);
 * ```
 */
export class RepeaterCriterion extends StepwiseCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    ...STEPWISE,
    make: ({ criterion, sizeAverage }) =>
      sizeAverage === true ? undefined : new RepeaterCriterion(criterion as AnyCriterion),
    args: ["criterion"],
    derive: (criterion: RepeaterCriterion) => ({
      ...STEPWISE.derive?.(criterion as never, "float32"),
      sizeAverage: false,
    }),
  };

  /**
   * Creates the criterion.
   *
   * @param criterion What is applied to each step; it is copied for each.
   * @throws {TypeError} If it is no criterion, or a `ModuleCriterion`, which must be outside instead.
   */
  constructor(criterion: AnyCriterion) {
    super(criterion);
  }

  /** Returns the target, which is that of all steps. */
  protected override targetOf(target: unknown): unknown {
    return target;
  }

  /** The criterion inside checks the target. */
  protected override checkTarget(): void {}

  /** Returns what the losses are multiplied by. */
  protected override factorFor(): number {
    return 1;
  }
}
