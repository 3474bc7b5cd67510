// How numbers and bytes are written into a file of Torch7: the two encodings have this in common.
import type { Storage } from "../../storage.ts";

/** Writes the parts that objects consist of. */
export interface Encoder {
  /** Writes an `int`. */
  int(value: number): void;
  /** Writes a `long`. */
  long(value: number): void;
  /** Writes several of them at once. */
  longs(values: readonly number[]): void;
  /** Writes a `double`. */
  double(value: number): void;
  /** Writes characters, given as bytes. */
  chars(bytes: Uint8Array): void;
  /** Writes the elements of a storage on the CPU. */
  elements(storage: Storage): void;
}
