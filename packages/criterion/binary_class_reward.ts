import type { Tensor } from "@taimatsu/tensor";
import { elementsOf } from "@taimatsu/tensor/native";
import { denseIn } from "./buffers.ts";
import type { Criterion } from "./criterion.ts";
import type { ReinforcedModule } from "./criterion_module.ts";
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
  /** A contiguous copy of probabilities that are not. */
  protected probabilities: Tensor | undefined;

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
  protected override judge(caller: string, prediction: Tensor, target: Tensor): (sample: number) => boolean {
    checkForms(caller, "input[0]", prediction, [["batch"]]);
    const labels = labelsFrom(this.labels, caller, target, [prediction.shape[0]!], prediction.device),
      list = elementsOf<BigInt64Array>(labels);
    checkLabels(caller, labels, 2);
    const x = prediction.dense ? prediction : this.probabilities = denseIn(this.probabilities, prediction);
    const { data, start } = elementsOf(x);
    return (sample) => (data[start + sample]! > 0.5) === (list.data[list.start + sample] === 1n);
  }
}
