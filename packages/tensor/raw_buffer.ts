// Array buffers with unknown contents. The engine zeroes those it makes, which costs as much as a simple operation on them.
import { openAddon } from "./load.ts";

/** What the native library exports to Node-API. */
interface Addon {
  /** Makes a buffer with unknown contents. */
  allocate(bytes: number): ArrayBuffer | undefined;
  /** Leaves a dead buffer that takes no memory but counts as so much that the engine looks for dead ones before it next makes one. */
  press(): void;
}

/** Bytes below which zeroing costs less than a call, and above which the system gives zeroed pages for nothing. */
const LEAST = 32768, MOST = 32 * 2 ** 20;
/** Bytes that a program has to ask for before loading the addon pays. */
const WORTH = 16 * 2 ** 20;
/**
 * Bytes of new buffers at which the dead ones are looked for. The engine would do so at 64 MiB; memory that comes back while it is
 * still in the processor's cache is written three times as fast, and a look costs as much as writing 1 MiB.
 */
const LOOK = 6 * 2 ** 20;

let addon: Partial<Addon> | undefined;
let asked = 0, unseen = 0;

/** Makes a buffer with unknown contents; zeroed where that is as good, or where the native library offers no other. */
export function rawBuffer(bytes: number): ArrayBuffer {
  if (bytes < LEAST || bytes > MOST) return new ArrayBuffer(bytes);
  if (addon === undefined) {
    asked += bytes;
    if (asked >= WORTH) addon = openAddon();
  }
  const buffer = addon?.allocate?.(bytes);
  if (buffer === undefined) return new ArrayBuffer(bytes);
  unseen += bytes;
  if (unseen >= LOOK) {
    unseen = 0;
    addon!.press!();
    new ArrayBuffer(1);
  }
  return buffer;
}
