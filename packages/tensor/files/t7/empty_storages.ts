// Torch7 tells a tensor without storage from one whose storage is empty; ours always have one.
import type { Storage } from "../../storage.ts";

const kept = new WeakSet<Storage>();

/** Remembers that a file has this empty storage. */
export function keepEmpty(storage: Storage): void {
  kept.add(storage);
}

/** Returns whether an empty storage is written, rather than none. */
export function isKept(storage: Storage): boolean {
  return kept.has(storage);
}
