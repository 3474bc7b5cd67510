/**
 * Returns by how many MiB the process grew while `fn` ran: the least of several runs, because other tests of the process may run
 * at the same time. What leaks does so each time.
 *
 * @param fn What is watched.
 * @param enough Growth in MiB that ends the search; it is run up to five times.
 *
 * @example Usage
 * ```ts
 * import { ones } from "@taimatsu/tensor";
 * import { memoryGrowth } from "@taimatsu/tensor/testing";
 * import { assert } from "@std/assert";
 *
 * const grown = memoryGrowth(() => {
 *   for (let i = 0; i < 1000; i++) ones([100_000]);
 * });
 * assert(grown < 300);
 * ```
 */
export function memoryGrowth(fn: () => void, enough = 50): number {
  let least = Infinity;
  for (let run = 0; run < 5 && least > enough; run++) {
    const before = Deno.memoryUsage().rss;
    fn();
    least = Math.min(least, (Deno.memoryUsage().rss - before) / 2 ** 20);
  }
  return least;
}

/**
 * Counts the array buffers that are made while a function runs. Small tensors share buffers, so that it must run often.
 *
 * @param fn What may make tensors.
 *
 * @example Usage
 * ```ts
 * import { countBuffers } from "@taimatsu/tensor/testing";
 * import { zeros } from "@taimatsu/tensor";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const x = zeros([1000]);
 * assertEquals(countBuffers(() => x.add(1)), 0);
 * assert(countBuffers(() => x.to("float64")) > 0);
 * ```
 */
export function countBuffers(fn: () => void): number {
  const original = globalThis.ArrayBuffer;
  let count = 0;
  globalThis.ArrayBuffer = new Proxy(original, {
    construct(target, args) {
      count++;
      return Reflect.construct(target, args);
    },
  });
  try {
    fn();
  } finally {
    globalThis.ArrayBuffer = original;
  }
  return count;
}
