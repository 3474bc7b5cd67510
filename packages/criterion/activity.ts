// Walking what networks give: tensors, or nested lists of tensors.
import { Tensor } from "@taimatsu/tensor";
import { fit } from "./buffers.ts";

/** What a network gives or should give: a tensor, or nested lists of tensors. */
export type Activity = Tensor | readonly Activity[];

/** Returns the tensors of an activity in their order. */
export function tensorsOf(x: Activity): Tensor[] {
  return x instanceof Tensor ? [x] : x.flatMap(tensorsOf);
}

/** Returns an activity of the same nesting, with `fn` of each tensor. */
export function mapActivity(x: Activity, fn: (x: Tensor) => Tensor): Activity {
  return x instanceof Tensor ? fn(x) : x.map((entry) => mapActivity(entry, fn));
}

/** Returns the first tensor of a value, if there is one. */
export function firstTensor(x: unknown): Tensor | undefined {
  if (x instanceof Tensor) return x;
  return Array.isArray(x) && x.length > 0 ? firstTensor(x[0]) : undefined;
}

/** Returns whether a value is an activity with a tensor in it. */
export function isActivity(x: unknown): x is Activity {
  return x instanceof Tensor || (Array.isArray(x) && x.length > 0 && x.every(isActivity));
}

/** Returns whether two values are nested alike, whatever the sizes. */
export function nestedAlike(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a instanceof Tensor && b instanceof Tensor;
  return a.length === b.length && a.every((entry, i) => nestedAlike(entry, b[i]));
}

/** Gives what a criterion keeps the sizes and dtypes of `x`, with unknown contents; it is made anew where it does not fit. */
export function fitActivity<A extends Activity>(kept: Activity | undefined, x: A): A;
export function fitActivity(kept: Activity | undefined, x: Activity): Activity {
  if (x instanceof Tensor) return fit(kept instanceof Tensor ? kept : undefined, x.store.code, x.shape, x.store.device);
  if (kept === undefined || !nestedAlike(kept, x)) return x.map((entry) => fitActivity(undefined, entry));
  const list = kept as Activity[];
  for (let i = 0; i < x.length; i++) list[i] = fitActivity(list[i], x[i]!);
  return list;
}

/** r = alpha · x, tensor by tensor; both are nested alike and equal in sizes. */
export function scaleInto(r: Activity, alpha: number, x: Activity): void {
  if (r instanceof Tensor) r.copy(x as Tensor).mul(alpha);
  else for (let i = 0; i < r.length; i++) scaleInto(r[i]!, alpha, (x as readonly Activity[])[i]!);
}

/** r += alpha · x, tensor by tensor; both are nested alike and equal in sizes. */
export function addScaled(r: Activity, alpha: number, x: Activity): void {
  if (r instanceof Tensor) r.add(alpha, x as Tensor);
  else for (let i = 0; i < r.length; i++) addScaled(r[i]!, alpha, (x as readonly Activity[])[i]!);
}
