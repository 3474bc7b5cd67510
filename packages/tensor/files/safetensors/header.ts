// What stands before the elements in a safetensors file: which tensors there are, and where.
import { formatSize } from "../../check.ts";
import type { ByteReader } from "../byte_reader.ts";
import { emptyRecord } from "../named_tensors.ts";
import { bitsOf, SUPPORTED } from "./dtypes.ts";
import { repeatedKey } from "./repeated_key.ts";

/** The key of what is no tensor. */
export const METADATA = "__metadata__";
/** Headers of more bytes are refused, as by the library in Rust. */
export const LONGEST = 100_000_000;

/** A tensor in a file. */
export interface TensorEntry {
  /** Its dtype as the file names it. */
  readonly dtype: string;
  /** Its sizes as the file has them. */
  readonly shape: readonly number[];
  /** Where its bytes begin and end, from the beginning of the file. */
  readonly begin: number;
  readonly end: number;
}

/** What a header says. */
export interface SafetensorsHeader {
  /** Text that belongs to the file. */
  readonly metadata: Record<string, string>;
  /** Tensors by name, in the order of their bytes. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

type Problem = (problem: string, at?: number) => Error;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function integersOf(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0) ? value : undefined;
}

/** Reads the text of the header and leaves the reader where the bytes of the tensors begin. */
function parse(reader: ByteReader): Record<string, unknown> {
  reader.little = true;
  const length = reader.uint64("the length of the header");
  if (length > LONGEST) {
    throw reader.error(
      `a header of at most ${LONGEST} bytes was expected but it has ${length}: it may be no safetensors file`,
      0,
    );
  }
  const start = reader.position, bytes = reader.bytes(Number(length), "the header");
  if (bytes[0] !== 0x7b) {
    throw reader.error('a header that begins with "{" was expected: it is no safetensors file', start);
  }
  let text: string, header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    throw reader.error(`a header in JSON was expected but it is damaged (${(cause as Error).message})`, start, cause);
  }
  const repeated = repeatedKey(text);
  if (repeated !== undefined) {
    const at = start + new TextEncoder().encode(text.slice(0, repeated.at)).length;
    throw reader.error(`every name must occur once but ${JSON.stringify(repeated.key)} occurs again`, at);
  }
  return header as Record<string, unknown>;
}

function metadataOf(value: unknown, problem: Problem): Record<string, string> {
  const metadata = emptyRecord<string>();
  if (value === undefined || value === null) return metadata;
  if (!isObject(value)) throw problem(`${METADATA} must be an object of strings`);
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry !== "string") throw problem(`${METADATA} must hold strings but ${JSON.stringify(name)} is none`);
    metadata[name] = entry;
  }
  return metadata;
}

function entryOf(name: string, value: unknown, start: number, problem: Problem): TensorEntry {
  const text = `tensor ${JSON.stringify(name)}`;
  if (!isObject(value)) throw problem(`${text} must be an object`);
  const { dtype } = value, shape = integersOf(value.shape), offsets = integersOf(value.data_offsets);
  const bits = typeof dtype === "string" ? bitsOf(dtype) : undefined;
  if (typeof dtype !== "string" || bits === undefined) {
    throw problem(`${text} must have ${SUPPORTED} as dtype but has ${JSON.stringify(dtype)}`);
  }
  if (shape === undefined) throw problem(`${text} must have integers from 0 as shape`);
  if (offsets === undefined || offsets.length !== 2) {
    throw problem(`${text} must have two integers from 0 as data_offsets`);
  }
  const [begin, end] = offsets as [number, number],
    bytes = shape.reduce((product, size) => product * size, 1) * bits / 8;
  if (end - begin !== bytes) {
    throw problem(
      `${text} must have ${bytes} bytes, as ${dtype} of size ${formatSize(shape)} does, but has ${end - begin}`,
    );
  }
  return { dtype, shape, begin: start + begin, end: start + end };
}

/**
 * Reads the header of a file and checks it against the file's size: what it says is then true.
 *
 * @throws {FileFormatError} If it is damaged, or bytes belong to no tensor or to several.
 */
export function readSafetensorsHeader(reader: ByteReader): SafetensorsHeader {
  const { [METADATA]: about, ...header } = parse(reader), start = reader.position;
  const problem: Problem = (text, at = 8) => reader.error(`in the header, ${text}`, at);
  const entries = Object.entries(header).map(([name, value]) => [name, entryOf(name, value, start, problem)] as const);
  entries.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  const { size } = reader.source;
  let next = start;
  for (const [name, { begin, end }] of entries) {
    if (begin !== next) {
      throw problem(
        `tensor ${
          JSON.stringify(name)
        } was expected to begin at byte ${next}, where the one before ends, but does at ${begin}`,
        Math.min(next, begin, size),
      );
    }
    next = end;
  }
  if (next !== size) {
    throw reader.error(
      `the end of the file was expected after the tensors' bytes, at byte ${next}, but the file has ${size}`,
      Math.min(next, size),
    );
  }
  return { metadata: metadataOf(about, problem), tensors: new Map(entries) };
}
