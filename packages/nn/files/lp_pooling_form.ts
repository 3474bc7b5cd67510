// How `SpatialLPPooling` lies in files: as a sequence of the steps that it takes.
import { cpu } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import { MulConstant } from "../math/mul_constant.ts";
import { Power } from "../math/power.ts";
import { Sqrt } from "../math/sqrt.ts";
import { Square } from "../math/square.ts";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialAveragePooling } from "../pooling/spatial_average_pooling.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

type Arguments = [nInputPlane: number, pnorm: number, kW: number, kH: number, dW: number, dH: number];
type Pooling = AnyModule & {
  nInputPlane: number;
  power: number;
  kW: number;
  kH: number;
  dW: number;
  dH: number;
  ceilMode: boolean;
};

/** Returns the steps: the p-th power, means, sums, the p-th root. */
function stepsOf([, p, kW, kH, dW, dH]: Arguments, options: ModuleOptions): AnyModule[] {
  const pooling = new SpatialAveragePooling(kW, kH, dW, dH, 0, 0, options),
    sums = new MulConstant(kW * kH, false, options);
  return p === 2
    ? [new Square(options), pooling, sums, new Sqrt(0, options)]
    : [new Power(p, options), pooling, sums, new Power(1 / p, options)];
}

/** What distinguishes a step. */
function describeStep(step: AnyModule): string {
  const { pow, constantScalar, ceilMode, divide } = step as AnyModule & Record<string, unknown>;
  return JSON.stringify([String(step), pow, constantScalar, ceilMode, divide]);
}

/** Returns what the layer was made with if the file says so, and if the steps are the same still. */
function argumentsOf(fields: TorchFields, steps: readonly AnyModule[], options: ModuleOptions): Arguments | null {
  const { nInputPlane, pnorm, kW, kH, dW, dH } = fields, args = [nInputPlane, pnorm, kW, kH, dW, dH];
  if (!args.every((value) => typeof value === "number")) return null;
  const wanted = stepsOf(args as Arguments, options).map(describeStep);
  return JSON.stringify(wanted) === JSON.stringify(steps.map(describeStep)) ? args as Arguments : null;
}

/** Returns the form; a file whose steps are others becomes a `Sequential` of them. */
export function lpPoolingForm(make: (args: Arguments, options: ModuleOptions) => AnyModule): TorchForm {
  return {
    make: (fields, options) => {
      const steps = Array.isArray(fields.modules) ? fields.modules as AnyModule[] : [];
      const args = argumentsOf(fields, steps, options);
      if (args !== null) return make(args, options);
      const parts = new Sequential(options);
      parts.modules = steps;
      return parts;
    },
    derive: (module: Pooling) => {
      const { nInputPlane, power: pnorm, kW, kH, dW, dH } = module;
      const modules = stepsOf([nInputPlane, pnorm, kW, kH, dW, dH], { dtype: module.type(), device: cpu });
      return { nInputPlane, pnorm, kW, kH, dW, dH, modules };
    },
    className: ({ ceilMode }: Pooling) => `${ceilMode ? "" : "nn."}SpatialLPPooling`,
  };
}
