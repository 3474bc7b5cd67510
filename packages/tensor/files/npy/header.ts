// What stands before the elements in a .npy file: their dtype, order and sizes.
import { formatSize } from "../../check.ts";
import { FRAME_LAYOUT } from "../../frame.ts";
import type { ByteReader } from "../byte_reader.ts";
import { type Descr, descrFrom } from "./descr.ts";
import { type PythonEntry, PythonParser, type PythonValue } from "./python_literal.ts";

/** The first bytes of every file. */
const MAGIC = "\x93NUMPY";
/** NumPy pads headers to a multiple of this, so that elements are aligned when files are mapped. */
const ALIGNMENT = 64;
/** Characters that NumPy leaves room for in the size that grows when a file is appended to. */
const GROWTH = 21;
/** No header of a dtype and of sizes that tensors can have is longer. */
const LONGEST = 65536;

/** What a header says. */
export interface NpyHeader extends Descr {
  /** Sizes of the dimensions as the file has them. */
  readonly shape: readonly number[];
  /** Whether the first index changes fastest. */
  readonly fortran: boolean;
}

function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Says what a file seems to be that is no .npy file. */
function nature(start: string): string {
  if (start.startsWith("PK")) return "it seems to be a .npz file, which loadNpz reads";
  if (start.startsWith("\x80")) return "it seems to be a pickle of Python, which is not read";
  return "it is no .npy file";
}

function sizesOf(value: PythonValue, error: (problem: string) => Error): readonly number[] {
  if (!Array.isArray(value)) throw error("the shape must be a tuple of integers");
  const shape = value.map((size) => {
    if (typeof size === "number" && Number.isSafeInteger(size) && size >= 0) return size;
    throw error(`the shape must hold integers from 0 to 2^53 - 1 but holds ${String(size)}`);
  });
  const most = FRAME_LAYOUT.MAX_DIMS;
  if (shape.length <= most) return shape;
  throw error(`the shape must have at most ${most} dimensions but is ${formatSize(shape)}`);
}

/**
 * Reads the header; the elements come next.
 *
 * @throws {FileFormatError} If it is damaged, or the dtype is none that is read.
 */
export function readHeader(reader: ByteReader): NpyHeader {
  const begin = reader.position, magic = latin(reader.bytes(Math.min(6, reader.remaining), "the start of a .npy file"));
  if (magic !== MAGIC) {
    if (MAGIC.startsWith(magic)) reader.expect(6 - magic.length, "the rest of the start of a .npy file");
    throw reader.error(
      `the 6 bytes "\\x93NUMPY" were expected but are ${JSON.stringify(magic)}: ${nature(magic)}`,
      begin,
    );
  }
  const major = reader.uint8("the version"), minor = reader.uint8("the version");
  if (major < 1 || major > 3 || minor !== 0) {
    throw reader.error(`version 1.0, 2.0 or 3.0 was expected but is ${major}.${minor}`, begin + 6);
  }
  reader.little = true;
  const at = reader.position, what = "the length of the header";
  const length = major === 1 ? reader.uint16(what) : reader.uint32(what);
  if (length > LONGEST) {
    throw reader.error(`a header of at most ${LONGEST} bytes was expected but it has ${length}`, at);
  }
  const start = reader.position, text = latin(reader.bytes(length, "the header"));
  const error = (problem: string, position: number): Error => reader.error(problem, start + position);
  const entries = new PythonParser(text, error).dictionary();
  const [descr, order, shape] = ["descr", "fortran_order", "shape"].map((name) => {
    const entry = entries.get(name);
    if (entry === undefined || entries.size !== 3) {
      throw error(
        `the names descr, fortran_order and shape were expected but are ${[...entries.keys()].join(", ")}`,
        0,
      );
    }
    return entry;
  }) as [PythonEntry, PythonEntry, PythonEntry];
  if (typeof order.value !== "boolean") throw error("fortran_order must be True or False", order.at);
  const layout = descrFrom(descr.value);
  if (typeof layout === "string") throw error(layout, descr.at);
  return { ...layout, fortran: order.value, shape: sizesOf(shape.value, (problem) => error(problem, shape.at)) };
}

/** Returns a header as NumPy writes it, in version 1.0. */
export function encodeHeader(descr: string, fortran: boolean, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const growing = shape[fortran ? shape.length - 1 : 0]!;
  const room = " ".repeat(GROWTH - String(growing).length);
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${sizes}), }${room}`;
  const used = MAGIC.length + 4 + text.length + 1, padding = ALIGNMENT - used % ALIGNMENT;
  const length = text.length + padding + 1;
  const start = `${MAGIC}\x01\x00${String.fromCharCode(length & 255, length >> 8)}`;
  return Uint8Array.from(`${start}${text}${" ".repeat(padding)}\n`, (character) => character.charCodeAt(0));
}
