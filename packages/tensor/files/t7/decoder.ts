// How numbers and bytes lie in a file of Torch7: the two encodings have this in common.
import type { Storage } from "../../storage.ts";
import type { ByteReader } from "../byte_reader.ts";

/** Reads the parts that objects consist of. `what` says in messages what was expected. */
export interface Decoder {
  /** Where they are read from. */
  readonly reader: ByteReader;
  /** Bytes that an `int` takes at least, with what separates it from the next one. */
  readonly leastInt: number;
  /** Reads an `int`. */
  int(what: string): number;
  /** Reads a `long`, which must be a number that JavaScript holds exactly. */
  long(what: string): number;
  /** Reads a `double`. */
  double(what: string): number;
  /** Reads so many characters, as bytes. */
  chars(count: number, what: string): Uint8Array<ArrayBuffer>;
  /**
   * Reads the elements of a storage of dtype number `code`. With `partial`, it has those that there are, and the reader stands behind
   * them.
   */
  elements(code: number, count: number, what?: string, partial?: boolean): Storage;
}
