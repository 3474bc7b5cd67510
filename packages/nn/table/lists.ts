// Lists that modules take, and lists that they keep.
import { describe, Tensor } from "@taimatsu/tensor";
import { keptLike } from "../any_dtype.ts";
import type { AnyModule } from "../module.ts";
import type { Activity } from "../options.ts";

/**
 * Throws unless an argument is a list.
 *
 * @param module Whose argument it is.
 * @param method `forward` or `backward`.
 * @param name The argument's name.
 * @param x The argument, of whatever type.
 * @param least How many entries there must be.
 * @param most How many there may be; `least` unless given.
 */
export function checkList(
  module: AnyModule,
  method: string,
  name: string,
  x: unknown,
  least: number,
  most: number = least,
): asserts x is readonly Activity[] {
  if (Array.isArray(x) && x.length >= least && x.length <= most) return;
  const count = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const found = Array.isArray(x) ? `a list of ${x.length}` : x instanceof Tensor ? "a tensor" : describe(x);
  throw new TypeError(
    `Cannot run ${module.constructor.name}.${method}: ${name} must be a list of ${count} but is ${found}`,
  );
}

/** Throws unless an argument is a tensor, or lists of tensors, nested in whatever way. */
export function checkActivity(module: AnyModule, method: string, name: string, x: unknown): asserts x is Activity {
  if (x instanceof Tensor) return;
  if (!Array.isArray(x)) {
    throw new TypeError(
      `Cannot run ${module.constructor.name}.${method}: ${name} must be a tensor or a list but is ${describe(x)}`,
    );
  }
  for (let i = 0; i < x.length; i++) {
    if (!(x[i] instanceof Tensor)) checkActivity(module, method, `${name}[${i}]`, x[i]);
  }
}

/** Returns the list that a module keeps, with room for `n` entries; a new one if it keeps something else. */
export function keptList(kept: unknown, n: number): Activity[] {
  if (!Array.isArray(kept)) return [];
  if (kept.length > n) kept.length = n;
  return kept;
}

/** Returns zeros in the sizes, dtypes and nesting of `x`, in what a module keeps for them. */
export function keptZeros(kept: unknown, x: Activity): Activity {
  if (x instanceof Tensor) return keptLike(kept, x.store.code, x.shape, x.store.device).zero();
  const list = keptList(kept, x.length);
  for (let i = 0; i < x.length; i++) list[i] = keptZeros(list[i], x[i]!);
  return list;
}
