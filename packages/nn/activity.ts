// Walking inputs and outputs: tensors, or nested lists of tensors.
import { Tensor } from "@taimatsu/tensor";
import { copyTo } from "./kernels.ts";
import type { Activity } from "./options.ts";

/** Returns the tensors of an activity in their order. */
export function tensorsOf(x: Activity): Tensor[] {
  return x instanceof Tensor ? [x] : x.flatMap(tensorsOf);
}

/** Returns an activity of the same nesting, with `fn` of each tensor. */
export function mapActivity(x: Activity, fn: (x: Tensor) => Tensor): Activity {
  return x instanceof Tensor ? fn(x) : x.map((entry) => mapActivity(entry, fn));
}

/** Returns whether two activities are nested alike. */
function nestedAlike(a: Activity, b: Activity): boolean {
  if (a instanceof Tensor || b instanceof Tensor) return a instanceof Tensor && b instanceof Tensor;
  return a.length === b.length && a.every((entry, i) => nestedAlike(entry, b[i]!));
}

/** Copies an activity into one that a module keeps; lists and tensors are made anew only where the nesting changes. */
export function keepCopy<A extends Activity>(kept: Activity | null, x: A): A {
  if (kept === null || !nestedAlike(kept, x)) return mapActivity(x, (t) => copyTo(null, t)) as A;
  const from = tensorsOf(x);
  tensorsOf(kept).forEach((t, k) => {
    if (t.store.code !== from[k]!.store.code) kept = null;
    else copyTo(t, from[k]!);
  });
  return (kept ?? mapActivity(x, (t) => copyTo(null, t))) as A;
}

/** Adds an activity to another of the same nesting and sizes, in place. */
export function addActivity(sum: Activity, x: Activity): void {
  if (sum instanceof Tensor) sum.add(x as Tensor);
  else for (let i = 0; i < sum.length; i++) addActivity(sum[i]!, (x as readonly Activity[])[i]!);
}
