// How up-sampling lies in files.
import { Storage } from "@taimatsu/tensor";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { UpSampler, UpSamplingMode, UpSamplingSize } from "../sampling/up_sampler.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

/** Returns the factor, or the sizes, that a file holds. */
function scaleOf({ scale_factor: factor, odepth, owidth, oheight }: TorchFields): number | UpSamplingSize {
  if (typeof factor === "number") return factor;
  return { owidth, oheight, ...(typeof odepth === "number" ? { odepth } : {}) } as UpSamplingSize;
}

/** Returns the form of a class; `dims` is the largest number of dimensions of its input: 5 for the one with modes. */
export function upSamplingForm(
  dims: 4 | 5,
  make: (scale: number | UpSamplingSize, mode: UpSamplingMode, options: ModuleOptions) => AnyModule,
): TorchForm {
  return {
    make: (fields, options) => make(scaleOf(fields), (fields.mode ?? "nearest") as UpSamplingMode, options),
    derive: ({ scaleFactor, sizes: [owidth, oheight, odepth], mode }: UpSampler) => ({
      scale_factor: scaleFactor ?? undefined,
      owidth,
      oheight,
      ...(dims === 5 ? { odepth, mode } : {}),
    }),
    scratch: () => {
      const sizes = () => Storage.from("int64", new Array<bigint>(dims).fill(0n));
      return { inputSize: sizes(), outputSize: sizes() };
    },
    // Torch7 aligns corners, and takes no sizes for the nearest element.
    className: ({ alignCorners, mode, scaleFactor, constructor }: UpSampler) => {
      const known = mode === "nearest" ? scaleFactor !== null : alignCorners;
      return (known ? "nn." : "") + constructor.name;
    },
  };
}
