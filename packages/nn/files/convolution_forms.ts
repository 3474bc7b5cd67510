// What the files of convolutions have in common.
import { Tensor } from "@taimatsu/tensor";
import { readFields } from "@taimatsu/tensor/native";
import type { Convolution } from "../convolution/convolution.ts";
import type { VolumeConvolution, VolumetricConvolutionOptions } from "../convolution/volume_convolution.ts";
import type { AnyModule } from "../module.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

/** Arguments of convolutions over images, in the order of the constructor. */
export type SpatialArguments = [number, number, number, number, number, number, number, number];
/** Arguments of convolutions over volumes, in the order of the constructor. */
export type VolumetricArguments = [...SpatialArguments, number, number, number];

type Make<A> = (args: A, options: VolumetricConvolutionOptions) => AnyModule;
type AnyConvolution = Convolution | VolumeConvolution;

const BUFFERS = ["finput", "fgradInput"];
const PLANES = ["nInputPlane", "nOutputPlane"], DILATIONS = ["dilationT", "dilationW", "dilationH"] as const;
/** Arguments of convolutions over images. */
const SPATIAL = [...PLANES, "kW", "kH", "dW", "dH", "padW", "padH"];
/** Arguments of convolutions over volumes. */
const VOLUMETRIC = [...PLANES, "kT", "kW", "kH", "dT", "dW", "dH", "padT", "padW", "padH"];

/** Before there was one padding for each direction. */
export function upgradePadding(fields: TorchFields): void {
  const { padding, pad_w: padW, pad_h: padH } = fields;
  fields.padW = padding ?? fields.padW ?? padW ?? 0;
  fields.padH = padding ?? fields.padH ?? padH ?? 0;
}

/** Returns the steps between neighbours of the kernel that there are. */
function dilationsOf(module: AnyConvolution): TorchFields {
  return Object.fromEntries(DILATIONS.flatMap((name) => name in module ? [[name, module[name as "dilationW"]]] : []));
}

function isDilated(module: AnyConvolution): boolean {
  return Object.values(dilationsOf(module)).some((dilation) => dilation !== 1);
}

/** Returns the class in files: ours alone, if Torch7's has neither groups nor dilation and the module has. */
function plainName(module: AnyConvolution): string {
  const { name } = module.constructor;
  return module.groups === 1 && !isDilated(module) ? `nn.${name}` : name;
}

/** Returns options with the groups and dilations that a file holds. */
function withGroups(fields: TorchFields, options: VolumetricConvolutionOptions): VolumetricConvolutionOptions {
  const own = Object.fromEntries(["groups", ...DILATIONS].map((name) => [name, fields[name] ?? 1]));
  return { ...options, ...own };
}

/** The form of `SpatialConvolutionMM`. */
export const SPATIAL_CONVOLUTION_MM: TorchForm = {
  args: SPATIAL,
  empty: BUFFERS,
  upgrade: upgradePadding,
  className: plainName,
};

/** The form of a convolution over images; `dilated` if it is the class with dilation. In files only that of cudnn has groups. */
export function spatialForm(make: Make<SpatialArguments>, dilated: boolean): TorchForm {
  return {
    args: SPATIAL,
    empty: BUFFERS,
    upgrade: upgradePadding,
    make: (fields, options) => make(readFields(SPATIAL, fields) as SpatialArguments, withGroups(fields, options)),
    derive: (module: Convolution) => ({
      ...(dilated || isDilated(module) ? dilationsOf(module) : {}),
      ...(module.groups === 1 ? {} : { groups: module.groups }),
    }),
    className: (module: Convolution) =>
      `${module.groups === 1 ? "nn" : "cudnn"}.Spatial${dilated || isDilated(module) ? "Dilated" : ""}Convolution`,
  };
}

/** The form of a convolution over volumes; `dilated` if it is the class with dilation. */
export function volumetricForm(make: Make<VolumetricArguments>, dilated: boolean): TorchForm {
  return {
    args: VOLUMETRIC,
    empty: BUFFERS,
    make: (fields, options) => make(readFields(VOLUMETRIC, fields) as VolumetricArguments, withGroups(fields, options)),
    derive: (module: VolumeConvolution) => dilated || isDilated(module) ? dilationsOf(module) : {},
    className: (module: VolumeConvolution) => {
      if (module.groups !== 1) return module.constructor.name;
      return dilated || isDilated(module) ? "nn.VolumetricDilatedConvolution" : "nn.VolumetricConvolution";
    },
  };
}

/** The form of `SpatialFullConvolution`; files from before `adjW` have none. */
export const SPATIAL_FULL_CONVOLUTION: TorchForm = {
  args: [...SPATIAL, "adjW", "adjH"],
  empty: ["ones", ...BUFFERS],
  className: plainName,
};

/** The form of `VolumetricFullConvolution`; files from before `adjW` hold weights of the output planes first. */
export const VOLUMETRIC_FULL_CONVOLUTION: TorchForm = {
  args: [...VOLUMETRIC, "adjT", "adjW", "adjH"],
  empty: ["ones", ...BUFFERS],
  upgrade: (fields) => {
    for (const axis of ["T", "W", "H"]) fields[`pad${axis}`] ??= fields[`p${axis}`];
    if (typeof fields.adjW === "number") return;
    for (const name of ["weight", "gradWeight"]) {
      const value = fields[name];
      if (value instanceof Tensor && value.dim() === 5) fields[name] = value.transpose(0, 1).contiguous();
    }
  },
  className: plainName,
};

/** The form of `SpatialConvolutionLocal`. */
export const SPATIAL_CONVOLUTION_LOCAL: TorchForm = {
  args: [...PLANES, "iW", "iH", "kW", "kH", "dW", "dH", "padW", "padH"],
  empty: BUFFERS,
  derive: ({ oW, oH }: { oW: number; oH: number }) => ({ oW, oH }),
};

/** The form of `SpatialDepthWiseConvolution`: before version 2 the field of the output planes was the multiplier. */
export const SPATIAL_DEPTH_WISE_CONVOLUTION: TorchForm = {
  args: ["nInputPlane", "depthwiseMultiplier", "kW", "kH", "dW", "dH", "padW", "padH"],
  empty: BUFFERS,
  version: 2,
  upgrade: (fields, _className, version) => {
    upgradePadding(fields);
    if (version < 2) fields.depthwiseMultiplier ??= fields.nOutputPlane;
  },
  derive: ({ nOutputPlane }: Convolution) => ({ nOutputPlane }),
  className: (module: Convolution) => (isDilated(module) ? "" : "nn.") + module.constructor.name,
};
