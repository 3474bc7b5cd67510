// What the files of convolutions have in common.
import type { TorchForm } from "./torch_form.ts";

/** Planes, kernel, steps and padding of a spatial convolution. */
export const SPATIAL_CONVOLUTION: TorchForm = {
  args: ["nInputPlane", "nOutputPlane", "kW", "kH", "dW", "dH", "padW", "padH"],
  empty: ["finput", "fgradInput"],
  upgrade: (fields) => {
    // Before there was one padding for each direction.
    fields.padW ??= fields.padding ?? 0;
    fields.padH ??= fields.padding ?? 0;
  },
};
