// How dropout of whole maps lies in files.
import { renamed } from "@taimatsu/tensor/native";
import type { TorchForm } from "./torch_form.ts";

/** The form of `SpatialDropout` and `VolumetricDropout`. */
export const MAP_DROPOUT: TorchForm = {
  args: ["p", renamed("stochasticInference", "stochastic_inference")],
  empty: ["noise"],
  upgrade: (fields) => fields.stochastic_inference ??= fields.si ?? false, // its first name
};
