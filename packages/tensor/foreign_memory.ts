// Memory that others made, as storages.
import process from "node:process";
import type { Dtype } from "./dtype.ts";
import { Storage } from "./storage.ts";

/** Memory that others made. */
export interface ForeignMemory {
  /** Where it is. */
  readonly address: number;
  /** How much there is. */
  readonly bytes: number;
  /** What it is, and what to do instead of sharing it: for the message of who tries. */
  readonly kind: string;
  /** Gives it back. */
  readonly release: (address: number) => void;
}

/** Gives memory back when nothing refers to it any more. */
const unreachable = new FinalizationRegistry<() => void>((release) => release());

/**
 * Returns a storage of memory that others made, which goes back to them when nothing refers to it any more, or at once if an error is
 * thrown. It needs `--allow-ffi` without a path.
 */
export function foreignStorage(dtype: Dtype, { address, bytes, kind, release }: ForeignMemory): Storage {
  try {
    // The memory lives as long as this buffer: whoever transferred it away would read what is gone.
    const { markAsUntransferable } = process.getBuiltinModule("node:worker_threads");
    const pointer = Deno.UnsafePointer.create(BigInt(address)) as Deno.PointerObject;
    const buffer = Deno.UnsafePointerView.getArrayBuffer(pointer, bytes);
    markAsUntransferable(buffer);
    const storage = Storage.from(dtype, buffer);
    unreachable.register(buffer, () => release(address));
    storage.fixed = true;
    storage.block.foreign = kind;
    return storage;
  } catch (error) {
    release(address);
    throw error;
  }
}
