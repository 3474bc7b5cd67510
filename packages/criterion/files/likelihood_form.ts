// What the files of criterions have in common that take log-probabilities and labels.
import { ones, zeros } from "@taimatsu/tensor";
import { AVERAGED } from "./fields.ts";
import type { TorchForm } from "./torch_form.ts";

/** What Torch7 wants to find there, each of one element, and the settings of older files. */
export const LIKELIHOOD: TorchForm = {
  scratch: (dtype) => ({
    output_tensor: zeros([1], { dtype }),
    total_weight_tensor: ones([1], { dtype }),
    target: zeros([1], { dtype: "int64" }),
  }),
  missing: { ...AVERAGED, ignoreIndex: -100 },
};
