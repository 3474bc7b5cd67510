// Reads what lies in a file of Torch7, after finding out how.
import { ByteReader } from "../byte_reader.ts";
import type { ByteSource } from "../byte_source.ts";
import { FileFormatError } from "../file_format_error.ts";
import { AsciiDecoder } from "./ascii_decoder.ts";
import { BinaryDecoder } from "./binary_decoder.ts";
import type { Decoder } from "./decoder.ts";
import type { Child } from "./node.ts";
import { ObjectReader } from "./object_reader.ts";
import { checkFormat, type LoadOptions } from "./options.ts";
import { CLOSURE, NIL } from "./tags.ts";

/** Finds out how numbers lie in a file, and returns what reads them, the likelier first. */
function decodersOf(caller: string, source: ByteSource, options: LoadOptions): (() => Decoder)[] {
  const longSize = checkFormat(caller, options), first = new ByteReader(source);
  const byte = first.peek();
  if (byte < 0) throw first.error("a type from 0 to 8 was expected but the file is empty");
  const ascii = (): Decoder => new AsciiDecoder(new ByteReader(source));
  if (options.format === "ascii") return [ascii];
  const digit = byte >= 48 && byte <= 56, second = source.size > 1 ? (first.uint8(), first.peek()) : 10;
  if (options.format === undefined && digit && (second === 10 || second === 13 || second === 32)) return [ascii];
  let little = options.endian !== "big";
  if (options.endian === undefined) {
    first.position = 0;
    const tag = first.int32("a type from 0 to 8");
    little = tag >= NIL && tag <= CLOSURE;
    first.position = 0;
    first.little = false;
    const swapped = first.int32();
    if (!little && (swapped < NIL || swapped > CLOSURE)) {
      throw first.error(`a type from 0 to 8 was expected but is ${tag}: ${nature(source)}`, 0);
    }
  }
  return (longSize === undefined ? [8, 4] as const : [longSize]).map((size) => () => {
    const reader = new ByteReader(source);
    reader.little = little;
    return new BinaryDecoder(reader, size);
  });
}

/** Says what a file seems to be that is none of Torch7. */
function nature(source: ByteSource): string {
  const head = new Uint8Array(16), bytes = head.subarray(0, source.read(head, 0));
  const text = String.fromCharCode(...bytes);
  if (text.startsWith("\x93NUMPY")) return "it seems to be a .npy file, which loadNpy reads";
  if (text.startsWith("PK\x03\x04")) return "it seems to be a .npz file, which loadNpz reads, or one of PyTorch";
  if (text[8] === "{") return "it seems to be a safetensors file, which loadSafetensors reads";
  return "it is no Torch7 file";
}

/**
 * Reads the first object of a file, and all in it.
 *
 * @throws {FileFormatError} If it can be read in none of the ways in which numbers may lie in it.
 */
export function decodeFile(
  caller: string,
  source: ByteSource,
  options: LoadOptions,
): { object: Child; decoder: Decoder } {
  let failure: FileFormatError | undefined;
  for (const make of decodersOf(caller, source, options)) {
    const decoder = make();
    try {
      return { object: new ObjectReader(decoder, options.referenced).read(), decoder };
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      if (failure === undefined || error.offset > failure.offset) failure = error;
    }
  }
  throw failure!;
}
