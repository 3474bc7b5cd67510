import { eq, gt, type Tensor } from "@taimatsu/tensor";
import { fit } from "./buffers.ts";
import type { Criterion } from "./criterion.ts";
import type { ReinforcedModule } from "./criterion_module.ts";
import { rewardForm } from "./files/reward_form.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkLabels, labelsFrom } from "./labels.ts";
import { MSECriterion } from "./mse_criterion.ts";
import { checkForms } from "./refusal.ts";
import { RewardCriterion } from "./reward_criterion.ts";

/**
 * The reward of one of two classes that is predicted right, for networks that draw at random what they do:
 * −Σ scale · [(x > ½) = y] / batch.
 *
 * The input is a list of probabilities, [batch], and the baseline, [batch] or [batch, 1], of one dtype, float32 or
 * float64. The target holds 0 or 1, [batch], of any dtype. `backward` is that of `VRClassReward`.
 *
 * Torch7: `nn.BinaryClassReward` of dpnn.
 *
 * @example Usage
 * ```ts
 * import { BinaryClassReward } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new BinaryClassReward({ reinforce: () => {} });
 * const input = [tensor([0.75, 0.25]), tensor([0.5, 0.5])]; // probabilities and baseline
 * assertClose(criterion.forward(input, tensor([1, 1])), -0.5);
 * assertClose(criterion.backward(input, tensor([1, 1]))[0]!, [0, 0]);
 * ```
 */
export class BinaryClassReward extends RewardCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = rewardForm((...args) => new BinaryClassReward(...args));

  /** Whether the probabilities are above ½, and then whether they should be. */
  protected above: Tensor | undefined;
  /** The labels in the dtype of the probabilities. */
  protected wanted: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param module What takes the rewards: the network, or a module of it.
   * @param scale The reward for a right class.
   * @param criterion What compares the baseline with the rewards.
   * @throws {TypeError} If an argument is something else.
   * @throws {RangeError} If `scale` is not finite.
   */
  constructor(module: ReinforcedModule, scale: number = 1, criterion: Criterion = new MSECriterion()) {
    super(module, scale, criterion);
  }

  /** A sample is right if its probability is above ½ where the target is 1, and not where it is 0. */
  protected override judge(caller: string, prediction: Tensor, target: Tensor): Tensor {
    checkForms(caller, "input[0]", prediction, [["batch"]]);
    const labels = labelsFrom(this.labels, caller, target, [prediction.shape[0]!], prediction.device);
    checkLabels(caller, labels, 2);
    const { store: { code, device }, shape, count } = prediction;
    const above = this.above = fit(this.above, code, shape, device),
      wanted = this.wanted = fit(this.wanted, code, shape, device);
    if (count === 0) return above;
    gt(prediction, 0.5, { out: above });
    return eq(above, wanted.copy(labels.view(count)), { out: above });
  }
}
