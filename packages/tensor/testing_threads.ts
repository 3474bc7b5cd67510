// Running tests with several numbers of threads.
import { getNumThreads, setNumThreads } from "./threads.ts";

/**
 * Runs a function with a number of threads, and sets the number back.
 *
 * @param threads Threads that compute meanwhile.
 * @param fn A synchronous function.
 * @returns What `fn` returned.
 * @throws {RangeError} If the number is not from 1 to 256.
 *
 * @example Usage
 * ```ts
 * import { ones, sum } from "@taimatsu/tensor";
 * import { withThreads } from "@taimatsu/tensor/testing";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(withThreads(1, () => sum(ones([3]))), 3);
 * ```
 */
export function withThreads<R>(threads: number, fn: () => R): R {
  const before = getNumThreads();
  setNumThreads(threads);
  try {
    return fn();
  } finally {
    setNumThreads(before);
  }
}
