// The gradients that clipping changes.
import { checkFloat, checkTensor, checkWritable, describe, type Storage, type Tensor } from "@taimatsu/tensor";
import { isParameterized, parametersOf } from "../optimizer/groups.ts";
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
    !(Array.isArray(source) || "store" in source || isParameterized(source))
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
    : parametersOf(caller, source as Parameterized)[1];
  list.forEach((x, k) => {
    checkTensor(caller, `gradients[${k}]`, x);
    checkFloat(caller, `gradients[${k}]`, x);
    checkWritable(caller, `gradients[${k}]`, x);
  });
  return list.length < 2 ? list : distinct(list);
}

/** Returns tensors without those that are the same part of memory as one before. */
function distinct(list: readonly Tensor[]): readonly Tensor[] {
  const seen = new Map<Storage, Map<number, Tensor[]>>();
  return list.filter((x) => {
    let places = seen.get(x.store);
    if (places === undefined) seen.set(x.store, places = new Map());
    const here = places.get(x.offset);
    if (here === undefined) places.set(x.offset, [x]);
    else if (here.some((other) => other.isSetTo(x))) return false;
    else here.push(x);
    return true;
  });
}
