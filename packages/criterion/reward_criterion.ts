import { checkFinite, describe, sub, type Tensor } from "@taimatsu/tensor";
import { fit } from "./buffers.ts";
import { Criterion } from "./criterion.ts";
import { criterionFrom } from "./criterion_container.ts";
import type { ReinforcedModule } from "./criterion_module.ts";
import type { LabelBuffers } from "./labels.ts";
import { checkForms, checkTensors } from "./refusal.ts";

/**
 * What criterions have in common that reward a network for right classes, by REINFORCE: the loss is −Σ reward, divided
 * by the number of samples for the mean. The backward pass calls `module.reinforce(reward − baseline)`, from which
 * stochastic modules make their gradients, and trains the baseline to predict the reward.
 *
 * The input is a list of what the network predicts and the baseline, [batch] or [batch, 1]. The gradient with respect
 * to the prediction is 0, that with respect to the baseline is the baseline criterion's.
 */
export abstract class RewardCriterion extends Criterion<readonly Tensor[], Tensor> {
  /** What takes the rewards; `clone()` and `type()` leave it alone. */
  module: ReinforcedModule;
  /** The reward for a right class. */
  scale: number;
  /** What compares the baseline with the rewards. */
  criterion: Criterion;
  /** Whether loss and rewards are divided by the number of samples. */
  sizeAverage = true;
  /** The rewards of the last forward pass, sized like the baseline. */
  protected rewards: Tensor | undefined;
  /** What the module took: rewards less the baseline. */
  protected advantages: Tensor | undefined;
  /** Labels in other forms than int64. */
  protected labels: LabelBuffers = {};

  /**
   * Keeps the settings.
   *
   * @param module What takes the rewards.
   * @param scale The reward for a right class.
   * @param criterion What compares the baseline with the rewards.
   * @throws {TypeError} If an argument is something else.
   * @throws {RangeError} If `scale` is not finite.
   */
  constructor(module: ReinforcedModule, scale: number, criterion: Criterion) {
    super();
    const { name } = new.target;
    if (typeof module?.reinforce !== "function") {
      throw new TypeError(`Cannot run ${name}: module must have the method reinforce but is ${describe(module)}`);
    }
    checkFinite(name, "scale", scale);
    criterionFrom(name, criterion);
    this.module = module;
    this.scale = scale;
    this.criterion = criterion;
    this.gradInput = [];
  }

  /** Checks the prediction and the target, and returns 1 for each sample that is right and 0 for the others, [batch]. */
  protected abstract judge(caller: string, prediction: Tensor, target: Tensor): Tensor;

  /**
   * Returns −Σ reward, divided by the number of samples for the mean.
   *
   * @param input The prediction and the baseline.
   * @param target The right classes, [batch].
   * @throws {TypeError} If a size or dtype does not fit.
   * @throws {RangeError} If a target is none.
   */
  override updateOutput(input: readonly Tensor[], target: Tensor): number {
    const rewards = this.reward("forward", input, target), { count } = rewards;
    return count === 0 ? 0 : -rewards.sum() / (this.sizeAverage ? count : 1);
  }

  /** Passes the rewards to the module, and computes the gradient of the baseline. */
  override updateGradInput(input: readonly Tensor[], target: Tensor): readonly Tensor[] {
    const rewards = this.reward("backward", input, target), [prediction, baseline] = input as [Tensor, Tensor];
    const { store: { code, device }, count } = rewards, list = this.gradInput as Tensor[];
    const advantages = this.advantages = fit(this.advantages, code, [count], device);
    if (count > 0) {
      sub(rewards, baseline, { out: advantages.view(baseline.shape) });
      if (this.sizeAverage) advantages.div(count);
    }
    this.module.reinforce(advantages as never);
    list[0] = fit(list[0], code, prediction.shape, device);
    if (list[0].count > 0) list[0].zero();
    this.criterion.forward(baseline, rewards);
    list[1] = this.criterion.backward(baseline, rewards);
    return list;
  }

  /** Checks the arguments and computes the rewards. */
  protected reward(method: string, input: readonly Tensor[], target: Tensor): Tensor {
    const caller = `${this.constructor.name}.${method}`,
      [prediction, baseline] = checkTensors(caller, "input", input, 2);
    const batch = prediction!.shape[0] ?? 0, right = this.judge(caller, prediction!, target);
    checkForms(caller, "input[1]", baseline!, [[batch], [batch, 1]]);
    const rewards = this.rewards = fit(this.rewards, baseline!.store.code, baseline!.shape, baseline!.store.device);
    if (batch > 0) rewards.view(batch).copy(right).mul(this.scale);
    return rewards;
  }

  /** The module belongs to the network. */
  override foreign(_by: "clone" | "type"): readonly string[] {
    return ["module"];
  }
}
