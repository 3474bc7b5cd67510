// How the three classes of batch normalization lie in files.
import { empty, Tensor } from "@taimatsu/tensor";
import { renamed } from "@taimatsu/tensor/native";
import type { BatchNormalization } from "../normalization/batch_normalization.ts";
import type { RandomModuleOptions } from "../options.ts";
import type { TorchForm } from "./torch_form.ts";

type Make = (
  nOutput: number,
  eps?: number,
  momentum?: number,
  affine?: boolean,
  options?: RandomModuleOptions,
) => BatchNormalization;

/** Returns the form of a class; files of version 1 hold 1 / √(variance + eps). */
export function normalizationForm(make: Make): TorchForm {
  return {
    make: ({ running_mean: mean, eps, momentum, weight }, options) => {
      if (!(mean instanceof Tensor)) throw new TypeError("running_mean must be a tensor");
      const affine = weight instanceof Tensor && weight.count > 0;
      return make(mean.count, eps as number, momentum as number, affine, options);
    },
    fields: [
      "eps",
      "momentum",
      "affine",
      renamed("runningMean", "running_mean"),
      renamed("runningVar", "running_var"),
    ],
    scratch: (module: BatchNormalization) => {
      const options = { dtype: module.type() };
      return { save_mean: empty([], options), save_std: empty([], options) };
    },
    version: 2,
    upgrade: (fields, _className, version) => {
      const { running_std: std, eps } = fields;
      if (version < 2 && std instanceof Tensor) {
        fields.running_var = std.clone().pow(-2).add(-(eps as number ?? 1e-5));
        delete fields.running_std;
      }
    },
  };
}
