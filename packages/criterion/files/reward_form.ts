// How the criterions lie in files that reward a network.
import type { Criterion } from "../criterion.ts";
import type { ReinforcedModule } from "../criterion_module.ts";
import type { RewardCriterion } from "../reward_criterion.ts";
import { AVERAGED, checkSavable, flag, numeric } from "./fields.ts";
import type { TorchForm } from "./torch_form.ts";

type Make = (module: ReinforcedModule, scale?: number, criterion?: Criterion) => RewardCriterion;

/** Returns the form of a class. */
export function rewardForm(make: Make): TorchForm {
  return {
    inside: ["module", "criterion"],
    make: ({ module, scale, criterion }) => {
      // The first version kept a baseline of its own and had no criterion.
      if (criterion === undefined || !isReinforced(module)) return undefined;
      return make(module, scale as number | undefined, criterion as Criterion);
    },
    fields: ["module", "criterion", numeric("scale"), flag("sizeAverage")],
    gradInput: [[]],
    derive: (criterion: RewardCriterion) => {
      checkSavable(criterion.constructor.name, "module", criterion.module);
      return {};
    },
    missing: { ...AVERAGED, scale: 1 },
  };
}

function isReinforced(module: unknown): module is ReinforcedModule {
  return typeof module === "object" && module !== null && "reinforce" in module &&
    typeof module.reinforce === "function";
}
