// Activities in another dtype or on another device, in what a module keeps for them.
import { type Device, isFloat, Tensor } from "@taimatsu/tensor";
import { keptLike } from "../any_dtype.ts";
import type { Activity } from "../options.ts";
import { keptList } from "../table/lists.ts";

/** What is asked of tensors: a number of a dtype, a device, or what the activities at their places have. */
export type Wanted = number | Device | Activity;

/** Returns the number of the dtype that a tensor is to have: only tensors of floating point are converted. */
function codeFor({ store: { code } }: Tensor, wanted: Wanted): number {
  const asked = wanted instanceof Tensor ? wanted.store.code : wanted;
  return typeof asked === "number" && isFloat(asked) && isFloat(code) ? asked : code;
}

/** Returns the device that a tensor is to be on. */
function deviceFor({ store: { device } }: Tensor, wanted: Wanted): Device {
  if (wanted instanceof Tensor) return wanted.store.device;
  return typeof wanted === "number" || Array.isArray(wanted) ? device : wanted as Device;
}

function at(wanted: Wanted, index: number): Wanted {
  return Array.isArray(wanted) ? wanted[index]! : wanted;
}

/** Returns whether all tensors are as wanted; what is no activity is left to the module. */
function isThere(x: Activity, wanted: Wanted): boolean {
  if (x instanceof Tensor) return x.store.code === codeFor(x, wanted) && x.store.device === deviceFor(x, wanted);
  if (Array.isArray(x)) { for (let i = 0; i < x.length; i++) if (!isThere(x[i], at(wanted, i))) return false; }
  return true;
}

function copied(kept: unknown, x: Activity, wanted: Wanted): Activity {
  if (x instanceof Tensor) return keptLike(kept, codeFor(x, wanted), x.shape, deviceFor(x, wanted)).copy(x);
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
  return isThere(x, wanted) ? x : holder[name] = copied(holder[name], x, wanted);
}
