// Reading a damaged file: a value or a FileFormatError, soon, and in little memory.
import type { Tensor } from "../../tensor.ts";
import { FileFormatError } from "../file_format_error.ts";
import { describeReport, inspect } from "../../inspect.ts";
import { decodeNpy } from "../npy/load_npy.ts";
import { openNpz } from "../npz/npz_file.ts";
import { openSafetensors } from "../safetensors/safetensors_file.ts";
import { deserialize } from "../t7/load.ts";
import type { FuzzCase } from "./case.ts";
import { memoryOf } from "./contents.ts";

/** What came of a case that went well. */
export interface Outcome {
  /** `value`, or what the error says, without names and numbers. */
  readonly kind: string;
  /** Milliseconds that it took. */
  readonly ms: number;
  /** What was wrong that may have another cause than the reader: other programs, or garbage that was counted late. */
  readonly doubt?: string;
}

/** One of so many cases is inspected, too. */
const INSPECTED = 3;
/** Cases must take less. */
const LONGEST_MS = 2000;
/** No data inflates to more bytes than this many times its own. */
const INFLATION = 1033;
/** What reading takes beside elements: buffers of 64 KiB, and slabs that small storages share. */
const BUFFERS = 2 ** 21, BUFFERS_OF_ENTRY = 5 * 2 ** 16;

/**
 * Returns how many bytes of elements and strings a byte of the file can become.
 *
 * - Torch7, binary: 1, and 2 where a `long` of 4 bytes becomes an int64.
 * - Torch7, ASCII: 4, where a digit and a space become a float64 or int64.
 * - npy and safetensors: 1, and 2 where uint16 becomes int32, or uint32 int64.
 * - npz: the same of what it inflates to, 1033 bytes for one at most.
 */
function most({ format, bytes, options }: FuzzCase): number {
  if (format === "npz") return 2 * INFLATION;
  if (!format.startsWith("t7")) return 2;
  return options.format === "ascii" || (bytes[0]! >= 48 && bytes[0]! <= 56) ? 4 : 2;
}

/** Reads tensors by name; one that is refused keeps none of the others from being read. */
function readAll(names: readonly string[], get: (name: string) => Tensor): Tensor[] {
  const tensors: Tensor[] = [];
  let refusal: FileFormatError | undefined;
  for (const name of names) {
    try {
      tensors.push(get(name));
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      refusal = error;
    }
  }
  memoryOf(tensors);
  if (refusal !== undefined) throw refusal;
  return tensors;
}

function read({ format, bytes, options }: FuzzCase): { value: unknown; entries: number } {
  if (format === "npy") return { value: decodeNpy(bytes), entries: 0 };
  if (format === "npz") {
    using file = openNpz(bytes);
    return { value: readAll(file.names, (name) => file.get(name)), entries: file.names.length };
  }
  if (format === "safetensors") {
    using file = openSafetensors(bytes);
    return { value: [file.metadata, readAll(file.names, (name) => file.get(name))], entries: 0 };
  }
  return { value: deserialize(bytes, options), entries: 0 };
}

function kindOf({ message }: FileFormatError): string {
  const text = message.replace(/^.*?: at byte \d+ /s, "").replace(/"(?:[^"\\]|\\.)*"/gs, '"…"');
  return text.replace(/\[[^\]]*\]/g, "[…]").replace(/-?\d+(\.\d+)?(e[+-]?\d+)?/g, "n").slice(0, 90);
}

function checkOffset({ format, bytes }: FuzzCase, { offset, file }: FileFormatError): void {
  // Within an entry of a zip file, places count from the beginning of what it inflates to.
  const limit = format === "npz" && file.includes(", entry ") ? INFLATION * bytes.length : bytes.length;
  if (Number.isInteger(offset) && offset >= 0 && offset <= limit) return;
  throw new Error(`the error is at byte ${offset} of ${limit}`);
}

function attempt(fuzzCase: FuzzCase): Outcome {
  const { bytes } = fuzzCase, before = Deno.memoryUsage().external, start = performance.now();
  const factor = most(fuzzCase);
  let kind = "value", allowed = BUFFERS + 2 * factor * bytes.length;
  try {
    const { value, entries } = read(fuzzCase), taken = memoryOf(value);
    allowed += entries * BUFFERS_OF_ENTRY;
    if (taken > factor * bytes.length) throw new Error(`the value takes ${taken} bytes of a file of ${bytes.length}`);
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    checkOffset(fuzzCase, error);
    kind = kindOf(error);
    // Of a directory of 76 bytes and more for each.
    allowed += fuzzCase.format === "npz" ? bytes.length / 76 * BUFFERS_OF_ENTRY : 0;
  }
  const ms = performance.now() - start, grown = Deno.memoryUsage().external - before;
  if (grown > allowed) return { kind, ms, doubt: `reading took ${grown} bytes, more than ${allowed}` };
  return ms > LONGEST_MS ? { kind, ms, doubt: `reading took ${Math.round(ms)} ms` } : { kind, ms };
}

/** Says what is in a file. */
function look({ bytes }: FuzzCase): void {
  const start = performance.now();
  try {
    const report = inspect(bytes);
    JSON.stringify(report);
    for (const line of describeReport("file", report)) {
      if (line.includes("\n")) throw new Error(`a line has line breaks: ${line}`);
    }
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
  }
  const ms = performance.now() - start;
  if (ms > 2 * LONGEST_MS) throw new Error(`inspecting took ${Math.round(ms)} ms`);
}

/**
 * Reads a damaged file.
 *
 * @throws {Error} If that ends in anything else than a value or a `FileFormatError` at a place in the file, takes more than 2 s, or
 * more memory than the file can need.
 */
export function judge(fuzzCase: FuzzCase): Outcome {
  let doubt: string | undefined;
  if (fuzzCase.number % INSPECTED === 0) look(fuzzCase);
  for (let tries = 0; tries < 3; tries++) {
    const outcome = attempt(fuzzCase);
    if (outcome.doubt === undefined) return outcome;
    doubt = outcome.doubt;
  }
  throw new Error(doubt);
}
