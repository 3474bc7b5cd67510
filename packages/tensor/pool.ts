// Reuse of memory: disposed buffers wait here for a request of their size, and new storages are noted for tidy().
import { cpu } from "./device.ts";
import { rawBuffer } from "./raw_buffer.ts";
import type { Storage } from "./storage.ts";

const POOL_LEAST = 4096, POOL_MOST = 256 * 2 ** 20, LARGE = 2 ** 20;
const pool = new Map<number, ArrayBuffer[]>();
let pooled = 0;
/** Storages made while a `tidy` runs. */
let scope: Storage[] | undefined;

/** Returns a buffer of exactly `bytes`: zeroed, or with unknown contents if `reuse` is set. */
export function takeBuffer(bytes: number, reuse: boolean): ArrayBuffer {
  if (reuse && bytes >= POOL_LEAST) {
    const buffer = pool.get(bytes)?.pop();
    if (buffer !== undefined) {
      pooled -= bytes;
      return buffer;
    }
  }
  let buffer;
  try {
    buffer = reuse ? rawBuffer(bytes) : new ArrayBuffer(bytes);
  } catch {
    throw new RangeError(`Cannot make a tensor: ${bytes} bytes of memory are not to be had`);
  }
  if (bytes >= LARGE) cpu.preferLargePages(buffer);
  return buffer;
}

/** Keeps a buffer that nobody refers to any more for reuse. */
export function forget(buffer: ArrayBuffer): void {
  const bytes = buffer.byteLength;
  if (bytes < POOL_LEAST || bytes > POOL_MOST) return;
  if (pooled + bytes > POOL_MOST) clearPool();
  const list = pool.get(bytes);
  if (list === undefined) pool.set(bytes, [buffer]);
  else list.push(buffer);
  pooled += bytes;
}

/** Notes a new storage for the `tidy` that runs. */
export function remember(storage: Storage): void {
  if (scope !== undefined) scope.push(storage);
}

/** Drops all buffers that wait. */
export function clearPool(): void {
  pool.clear();
  pooled = 0;
}

/** Notes the storages that are made from now on in `list`, and returns the list before. */
export function openScope(list: Storage[] | undefined): Storage[] | undefined {
  const outer = scope;
  scope = list;
  return outer;
}
