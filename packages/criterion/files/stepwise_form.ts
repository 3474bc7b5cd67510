// What the files of criterions for sequences have in common.
import type { StepwiseCriterion } from "../stepwise_criterion.ts";
import type { TorchForm } from "./torch_form.ts";

/** The criterion of the steps: older versions of rnn have it in `criterion`, newer ones as the first of `clones`. */
export const STEPWISE: TorchForm = {
  inside: ["criterion"],
  upgrade: (fields) => {
    if (Array.isArray(fields.clones)) fields.criterion ??= fields.clones[0];
  },
  derive: ({ criterion }: StepwiseCriterion) => ({ clones: [criterion] }),
};
