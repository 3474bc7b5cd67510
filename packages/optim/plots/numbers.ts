import { describe, type Tensor } from "@taimatsu/tensor";

/** Numbers to draw. */
export type Numbers = Tensor | readonly number[];

/** Reads a vector of numbers, or all elements of a tensor. */
export function numbers(caller: string, name: string, x: Numbers): number[] {
  if (Array.isArray(x) && x.every((value) => typeof value === "number")) return [...x];
  if (typeof x === "object" && x !== null && "store" in x) return x.reshape(x.count).toArray() as number[];
  throw new TypeError(`Cannot run ${caller}: ${name} must be a tensor or a list of numbers but is ${describe(x)}`);
}

/** Reads vectors that belong together, the first of which says how many elements all have. */
export function vectors<K extends string>(caller: string, lists: Record<K, Numbers>): Record<K, number[]> {
  const found = Object.entries<Numbers>(lists).map(([name, x]) => [name, numbers(caller, name, x)] as const);
  const [first, { length }] = found[0]!;
  for (const [name, list] of found) checkLength(caller, name, list, length, first);
  return Object.fromEntries(found) as Record<K, number[]>;
}

/** Checks that a list is as long as the one with the name `like`. */
export function checkLength(caller: string, name: string, list: ArrayLike<unknown>, n: number, like: string): void {
  if (list.length === n) return;
  throw new TypeError(`Cannot run ${caller}: ${name} must have ${n} elements like ${like} but has ${list.length}`);
}

/** Vega leaves a gap where a value is null. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Makes lines go from point to point in their order; Vega-Lite would sort them by x. */
export const AS_GIVEN = { order: { value: null } };
