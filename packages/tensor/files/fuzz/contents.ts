// What a value that was read takes of memory.
import { Storage } from "../../storage.ts";
import { Tensor } from "../../tensor.ts";

/** Returns the objects that an object refers to. */
function partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  return Array.isArray(value) ? value : Object.values(value);
}

function check(x: Tensor): void {
  const { shape, strides, offset, count, store } = x;
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`a tensor has ${count} elements`);
  if (count === 0) return;
  let low = offset, high = offset;
  shape.forEach((size, d) => {
    const reach = (size - 1) * strides[d]!;
    if (reach < 0) low += reach;
    else high += reach;
  });
  if (low < 0 || high >= store.length) throw new Error(`a tensor reaches from ${low} to ${high} of ${store.length}`);
}

/**
 * Returns the bytes of all storages and bytes in a value, each counted once.
 *
 * @throws {Error} If a tensor leaves its storage.
 */
export function memoryOf(value: unknown): number {
  const seen = new Set<unknown>(), waiting: unknown[] = [value];
  let bytes = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof Storage) bytes += next.bytes;
    else if (next instanceof Uint8Array) bytes += next.length;
    else if (next instanceof Tensor) {
      check(next);
      waiting.push(next.store);
    } else for (const part of partsOf(next)) waiting.push(part);
  }
  return bytes;
}
