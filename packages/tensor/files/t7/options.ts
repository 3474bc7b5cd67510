import { checkOneOf, describe } from "../../check.ts";
import type { Namespace } from "./torch_class.ts";

/** How numbers lie in a file: as in memory, or as text. `b32` and `b64` are binary with a `long` of 4 or 8 bytes. */
export type TorchFormat = "binary" | "ascii" | "b32" | "b64";

/** The order of a number's bytes. */
export type ByteOrder = "little" | "big";

/** How a Torch7 file is read. What it does not say is found out. */
export interface LoadOptions {
  /** Exports of packages whose classes are made: `[nn, criterion]`, the first that has one. Others become `UnknownObject`s. */
  classes?: readonly Namespace[];
  /** How numbers lie in it; found out by default. */
  format?: TorchFormat;
  /** Bytes of a `long`; found out by default. */
  longSize?: 4 | 8;
  /** The order of bytes; found out by default. */
  endian?: ByteOrder;
  /**
   * Whether strings become `text` (as by default), where those that are no UTF-8 stay bytes; or all `bytes`. Strings that are keys of
   * tables become text if they can.
   */
  strings?: "text" | "bytes";
  /** Whether objects that occur again are the same object, as in all files that were not written otherwise. */
  referenced?: boolean;
}

/** How a Torch7 file is written. */
export interface SaveOptions {
  /** How numbers lie in it; `binary` by default. */
  format?: TorchFormat;
  /** Bytes of a `long` in a binary file; 8 by default. */
  longSize?: 4 | 8;
  /** The order of bytes in a binary file; `little` by default. */
  endian?: ByteOrder;
  /** Whether an object that occurs again is written once, as by default; without, shared memory is lost. */
  referenced?: boolean;
}

/** Checks how values are made. */
export function checkValueOptions(caller: string, options: LoadOptions): void {
  const { classes = [], strings = "text" } = options;
  if (!Array.isArray(classes) || classes.some((entry) => typeof entry !== "object" || entry === null)) {
    throw new TypeError(`Cannot run ${caller}: classes must be a list of namespaces but is ${describe(classes)}`);
  }
  checkOneOf(caller, "strings", strings, ["text", "bytes"]);
}

/** Checks what two calls have in common, and returns the bytes of a `long` that are asked for. */
export function checkFormat(caller: string, options: SaveOptions): 4 | 8 | undefined {
  const { format, longSize, endian } = options;
  if (format !== undefined) checkOneOf(caller, "format", format, ["binary", "ascii", "b32", "b64"]);
  if (endian !== undefined) checkOneOf(caller, "endian", endian, ["little", "big"]);
  if (longSize !== undefined && longSize !== 4 && longSize !== 8) {
    throw new RangeError(`Cannot run ${caller}: longSize must be 4 or 8 but is ${longSize}`);
  }
  return format === "b32" ? 4 : format === "b64" ? 8 : longSize;
}
