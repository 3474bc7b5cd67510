// Shared memory does not count where V8 decides whether to collect garbage: batches that nobody holds would pile up.
import { isTensor } from "@taimatsu/tensor";
import { isPlain } from "./collate.ts";

/** V8 collects after some tens of megabytes that count; of shared memory it is to be so many times that. */
const SHARE = 4;
/** Bytes that are made to count at once: memory that is not touched costs little if it is large. */
const PIECE = 1 << 20;
let uncounted = 0;

/** Bytes of the tensors in lists and objects. */
function bytesOf(value: unknown): number {
  if (isTensor(value)) return value.count * value.elementSize();
  if (!Array.isArray(value) && !isPlain(value)) return 0;
  let sum = 0;
  for (const entry of Object.values(value)) sum += bytesOf(entry);
  return sum;
}

/** Lets the tensors of a batch count, by memory that is let go at once. */
export function countMemory(batch: unknown): void {
  uncounted += bytesOf(batch) / SHARE;
  if (uncounted < PIECE) return;
  new ArrayBuffer(uncounted);
  uncounted = 0;
}
