// Array buffers with unknown contents. The engine zeroes those it makes, which costs as much as a simple operation on them.
import { openAddon } from "./load.ts";

/** What the native library exports to Node-API: makes a buffer with unknown contents. */
type Allocate = (bytes: number) => ArrayBuffer | undefined;

/** Bytes below which zeroing costs less than a call, and above which the system gives zeroed pages for nothing. */
const LEAST = 32768, MOST = 32 * 2 ** 20;
/** Bytes that a program has to ask for before loading the addon pays. */
const WORTH = 16 * 2 ** 20;
/** The engine counts these buffers but does not look for dead ones; it does at every so many bytes, when it makes one itself. */
const LOOK = 4 * 2 ** 20;

let allocate: Allocate | undefined, opened = false;
let asked = 0, unseen = 0;

/** Makes a buffer with unknown contents; zeroed where that is as good, or where the native library offers no other. */
export function rawBuffer(bytes: number): ArrayBuffer {
  if (bytes < LEAST || bytes > MOST) return new ArrayBuffer(bytes);
  if (!opened) {
    asked += bytes;
    if (asked < WORTH) return new ArrayBuffer(bytes);
    opened = true;
    const addon = openAddon();
    if (typeof addon === "function") allocate = addon as Allocate;
  }
  const buffer = allocate?.(bytes);
  if (buffer === undefined) return new ArrayBuffer(bytes);
  unseen += bytes;
  if (unseen >= LOOK) {
    unseen = 0;
    new ArrayBuffer(1);
  }
  return buffer;
}
