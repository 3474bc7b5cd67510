// Activities in another dtype or on another device, in what a module keeps for them.
import { isFloat, Tensor } from "@taimatsu/tensor";
import { keptLike } from "../any_dtype.ts";
import type { Activity, Place } from "../options.ts";
import { keptList } from "../table/lists.ts";

/** What is asked of tensors: a dtype, a device, or the places of the activities that stand where they do. */
export type Wanted = Partial<Place> | Activity;

/** Returns where a tensor is to be and with which dtype: only those of floating point are converted. */
function placeFor({ store }: Tensor, wanted: Wanted): Place {
  const { code, device = store.device } = wanted instanceof Tensor ? wanted.store : wanted as Partial<Place>;
  return { code: code !== undefined && isFloat(code) && isFloat(store.code) ? code : store.code, device };
}

function at(wanted: Wanted, index: number): Wanted {
  return Array.isArray(wanted) ? wanted[index]! : wanted;
}

/** Returns whether all tensors are as wanted; what is no activity is left to the module. */
function fits(x: Activity, wanted: Wanted): boolean {
  if (x instanceof Tensor) {
    const { code, device } = placeFor(x, wanted);
    return x.store.code === code && x.store.device === device;
  }
  if (Array.isArray(x)) { for (let i = 0; i < x.length; i++) if (!fits(x[i], at(wanted, i))) return false; }
  return true;
}

function copied(kept: unknown, x: Activity, wanted: Wanted): Activity {
  if (x instanceof Tensor) {
    const { code, device } = placeFor(x, wanted);
    return keptLike(kept, code, x.shape, device).copy(x);
  }
  const list = keptList(kept, x.length);
  for (let i = 0; i < x.length; i++) list[i] = copied(list[i], x[i]!, at(wanted, i));
  return list;
}

/** Returns an activity if it is as wanted, else a copy that is, in `holder[name]`. */
export function brought<N extends string>(
  holder: Record<N, Activity>,
  name: N,
  x: Activity,
  wanted: Wanted,
): Activity {
  return fits(x, wanted) ? x : holder[name] = copied(holder[name], x, wanted);
}
