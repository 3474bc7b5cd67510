// How `LayerNormalization` lies in files: as a sequence of the steps that it takes.
import { cpu, Generator, type Tensor } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import { Add } from "../linear/add.ts";
import { CMul } from "../linear/c_mul.ts";
import { Mean } from "../math/mean.ts";
import { MulConstant } from "../math/mul_constant.ts";
import { Normalize } from "../math/normalize.ts";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { Identity } from "../shape/identity.ts";
import { Replicate } from "../shape/replicate.ts";
import { CSubTable } from "../table/c_sub_table.ts";
import { ConcatTable } from "../table/concat_table.ts";
import { PARAMETERS } from "./parameters.ts";
import type { TorchForm } from "./torch_form.ts";

type Make = (nOutput: number, bias: number, eps: number, affine: boolean, options?: ModuleOptions) => AnyModule;
type Layer = AnyModule & { nOutput: number; eps: number; weight: Tensor | null };

/** Returns the steps of a layer, with its parameters. */
function stepsOf(layer: Layer): AnyModule[] {
  const { nOutput: n, eps } = layer, options = { dtype: layer.type(), device: cpu, generator: new Generator(0) };
  const means = new Sequential(options).add(new Mean(0, 1, options)).add(new Replicate(n, 0, 1, options));
  const steps: AnyModule[] = [
    new ConcatTable(options).add(new Identity(options)).add(means) as unknown as AnyModule,
    new CSubTable(options) as unknown as AnyModule,
    new Normalize(2, eps, options) as unknown as AnyModule,
    new MulConstant(Math.sqrt(n), false, options) as unknown as AnyModule,
  ];
  if (layer.weight === null) return steps;
  const { weight, gradWeight, bias, gradBias } = layer;
  const gain = Object.assign(new CMul([n], options), { weight, gradWeight });
  const shift = Object.assign(new Add(n, false, options), { bias, gradBias });
  return [...steps, gain as unknown as AnyModule, shift as unknown as AnyModule];
}

const CLASSES = [ConcatTable, CSubTable, Normalize, MulConstant, CMul, Add];

/** Returns the steps of a file if they are those of the class. */
function knownSteps(modules: unknown): AnyModule[] | null {
  const steps = Array.isArray(modules) ? modules : [];
  if (steps.length !== 4 && steps.length !== 6) return null;
  if (!steps.every((step, k) => step instanceof CLASSES[k]!)) return null;
  const { p } = steps[2] as Normalize, { constantScalar } = steps[3] as MulConstant;
  return p === 2 && Number.isInteger(Math.round(constantScalar ** 2)) ? steps : null;
}

/** Returns the form; a file whose steps are others becomes a `Sequential` of them. */
export function layerNormalizationForm(make: Make): TorchForm {
  return {
    upgrade: (fields) => {
      const [, , , , gain, shift] = knownSteps(fields.modules) ?? [];
      if (gain === undefined || shift === undefined) return;
      const { weight, gradWeight } = gain, { bias, gradBias } = shift;
      Object.assign(fields, { weight, gradWeight, bias, gradBias });
    },
    make: ({ modules }, options) => {
      const steps = knownSteps(modules);
      if (steps !== null) {
        const [, , normalize, scale] = steps as unknown as [AnyModule, AnyModule, Normalize, MulConstant];
        return make(Math.round(scale.constantScalar ** 2), 0, normalize.eps, steps.length === 6, options);
      }
      const parts = new Sequential(options);
      parts.modules = Array.isArray(modules) ? modules : [];
      return parts;
    },
    derive: (layer: Layer) => ({
      ...Object.fromEntries(PARAMETERS.map((name) => [name, undefined])), // they lie in the steps
      modules: stepsOf(layer),
    }),
  };
}
