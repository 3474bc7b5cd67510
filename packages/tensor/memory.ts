// Reuse of memory: disposed buffers wait here for a request of their size, and tidy() disposes what a function leaves behind.
import { clearPool, openScope } from "./pool.ts";
import type { Storage } from "./storage.ts";

/**
 * Drops the memory that disposed tensors left for reuse.
 *
 * @example Usage
 * ```ts
 * import { emptyCache } from "@taimatsu/tensor";
 *
 * emptyCache();
 * ```
 */
export function emptyCache(): void {
  clearPool();
}

/** Collects the storages of the tensors that a value leads to. */
function keep(value: unknown, kept: Set<Storage>, seen: Set<unknown>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if ("store" in value) kept.add((value as { store: Storage }).store);
  else if (value instanceof Map || value instanceof Set) { for (const entry of value) keep(entry, kept, seen); }
  else for (const entry of Object.values(value)) keep(entry, kept, seen);
}

/**
 * Runs a function and disposes every tensor that it made, except those that it returns (alone, in arrays or in objects).
 * Nothing goes wrong without it; with it, loops reuse their memory. Tensors made before are never touched, and a tensor that
 * the function stores elsewhere must be among those returned.
 *
 * @param fn A synchronous function.
 * @returns What `fn` returned.
 * @throws {TypeError} If `fn` returns a promise.
 *
 * @example Usage
 * ```ts
 * import { add, ones, sum, tidy } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const total = tidy(() => sum(add(ones([1000]), ones([1000]))));
 * assertEquals(total, 2000);
 * ```
 */
export function tidy<T>(fn: () => T): T {
  const mine: Storage[] = [], outer = openScope(mine);
  let result: T;
  try {
    result = fn();
  } catch (error) {
    openScope(outer);
    for (const storage of mine) storage[Symbol.dispose]();
    throw error;
  }
  openScope(outer);
  if (result instanceof Promise) throw new TypeError("Cannot run tidy: the function must not be async");
  const kept = new Set<Storage>();
  keep(result, kept, new Set());
  for (const storage of mine) {
    if (!kept.has(storage)) storage[Symbol.dispose]();
    else if (outer !== undefined) outer.push(storage);
  }
  return result;
}
