import { eq, INT64, max, type Tensor } from "@taimatsu/tensor";
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
 * The reward of a class that is predicted right, for networks that draw at random what they do: −Σ scale · [argmax x =
 * y] / batch.
 *
 * The input is a list of scores of the classes, [batch, classes], and the baseline, [batch] or [batch, 1], of one
 * dtype, float32 or float64. The target holds labels that count from 0, [batch], of any dtype. `backward` calls
 * `module.reinforce((reward − baseline) / batch)` and returns 0 for the scores and the gradient of the baseline.
 *
 * Torch7: `nn.VRClassReward` of dpnn, whose labels count from 1.
 *
 * @example Usage
 * ```ts
 * import { VRClassReward } from "@taimatsu/criterion";
 * import { type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const rewards: number[] = [], net = { reinforce: (r: Tensor) => rewards.push(...r.toArray() as number[]) };
 * const criterion = new VRClassReward(net), labels = tensor([1, 1], { dtype: "int64" });
 * const input = [tensor([[0, 2], [1, 0]]), tensor([0.5, 0.5])]; // scores and baseline
 * assertClose(criterion.forward(input, labels), -0.5);
 * assertClose(criterion.backward(input, labels)[1]!, [-0.5, 0.5]);
 * assertClose(rewards, [0.25, -0.25]);
 * ```
 */
export class VRClassReward extends RewardCriterion {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = rewardForm((...args) => new VRClassReward(...args));

  /** The largest scores. */
  protected scores: Tensor | undefined;
  /** The classes that have them, and then whether they are the labels. */
  protected best: Tensor | undefined;

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

  /** A sample is right if no class has a larger score than its label, and none before it the same. */
  protected override judge(caller: string, prediction: Tensor, target: Tensor): Tensor {
    checkForms(caller, "input[0]", prediction, [["batch", "classes"]]);
    const [batch, classes] = prediction.shape as [number, number];
    const labels = labelsFrom(this.labels, caller, target, [batch], prediction.device);
    checkLabels(caller, labels, classes);
    const best = this.best = fit(this.best, INT64, [batch, 1], prediction.device);
    if (batch === 0) return best;
    const scores = this.scores = fit(this.scores, prediction.store.code, [batch, 1], prediction.device);
    max(prediction, 1, { out: scores, indices: best });
    return eq(best.view(batch), labels.view(batch), { out: best.view(batch) });
  }
}
