// The gradients that clipping changes.
import { checkFloat, checkTensor, checkWritable, describe, type Tensor } from "@taimatsu/tensor";
import type { Parameterized } from "../optimizer/parameterized.ts";

/** What gradients are taken from: a module, a list, or one tensor, as the flat one of `getParameters()`. */
export type Gradients = Parameterized | readonly Tensor[] | Tensor;

/**
 * Returns the gradients, those that share memory once.
 *
 * @throws {TypeError} If there is something else, or a dtype that is no float.
 */
export function gradientsOf(caller: string, source: Gradients): readonly Tensor[] {
  if (
    typeof source !== "object" || source === null ||
    !(Array.isArray(source) || "store" in source || "parameters" in source)
  ) {
    throw new TypeError(
      `Cannot run ${caller}: gradients must be a tensor, a list of tensors or have parameters() but is ${
        describe(source)
      }`,
    );
  }
  const list: readonly Tensor[] = Array.isArray(source)
    ? source
    : "store" in source
    ? [source]
    : (source as Parameterized).parameters()[1];
  list.forEach((x, k) => {
    checkTensor(caller, `gradients[${k}]`, x);
    checkFloat(caller, `gradients[${k}]`, x);
    checkWritable(caller, `gradients[${k}]`, x);
  });
  return list.length < 2 ? list : list.filter((x, k) => list.findIndex((other) => x.isSetTo(other)) === k);
}
