// The gradient with respect to an input that several modules get: the sum of theirs.
import { add, Tensor } from "@taimatsu/tensor";
import { addActivity, keepCopy } from "../activity.ts";
import { keptLike } from "../any_dtype.ts";
import type { Activity } from "../options.ts";

/** Returns whether a module returned no gradient, because its `gradInput` is `null`. */
export function isNoGradient(g: Activity): boolean {
  return g instanceof Tensor && g.shape.length === 0;
}

function sumOfTwo(kept: Activity | null, a: Activity, b: Activity): Activity {
  if (a instanceof Tensor && b instanceof Tensor) {
    return add(a, b, { out: keptLike(kept, a.store.code, a.shape, a.store.device) });
  }
  const sum = keepCopy(kept, a);
  addActivity(sum, b);
  return sum;
}

/**
 * Returns the sum of what modules returned for one input, in what a container keeps for it.
 *
 * @param kept The last sum, which is overwritten.
 * @param gradients What the modules returned, nested alike.
 * @returns `null` if none returned a gradient.
 */
export function sumOf(kept: Activity | null, gradients: readonly Activity[]): Activity | null {
  let first: Activity | null = null, sum: Activity | null = null;
  for (const g of gradients) {
    if (isNoGradient(g)) continue;
    if (first === null) first = g;
    else if (sum === null) sum = sumOfTwo(kept, first, g);
    else addActivity(sum, g);
  }
  return sum ?? (first && keepCopy(kept, first));
}
