// How fractional max pooling lies in files.
import { empty, type Tensor } from "@taimatsu/tensor";
import { readFields } from "@taimatsu/tensor/native";
import type { AnyModule } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import type { TorchForm } from "./torch_form.ts";

type Pooling = AnyModule & {
  poolSizes: readonly number[];
  outSizes: readonly number[];
  ratios: boolean;
  randomSamples: Tensor;
};

/**
 * Returns the form of a class.
 *
 * @param order The axes in the order of the constructor's arguments.
 * @param axes The axes in the order of the module's lists.
 * @param make Makes it.
 */
export function fractionalForm<A extends number[]>(
  order: readonly string[],
  axes: readonly string[],
  make: (args: A, options: RandomModuleOptions) => AnyModule,
): TorchForm {
  const named = (name: string, list: readonly number[]) => axes.map((axis, k) => [`${name}${axis}`, list[k]]);
  const names = (name: string) => order.map((axis) => `${name}${axis}`);
  return {
    fields: [
      { ours: "fixed", torch: "newRandomPool", read: (value) => value, write: (value) => value },
      {
        ours: "randomSamples",
        torch: "randomSamples",
        read: (value) => value,
        // Torch7 draws them where there are none.
        write: (value) => (value as Tensor).count === 0 ? undefined : value,
      },
    ],
    make: (fields, options) => {
      const out = typeof fields.outW === "number" ? "out" : "ratio";
      return make(readFields([...names("poolSize"), ...names(out)], fields) as A, options);
    },
    derive: ({ poolSizes, outSizes, ratios }: Pooling) =>
      Object.fromEntries([...named("poolSize", poolSizes), ...named(ratios ? "ratio" : "out", outSizes)]),
    scratch: () => ({ indices: empty([], { dtype: "int64" }) }),
  };
}
