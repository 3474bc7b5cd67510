// Elements of tensors as files of several formats hold them.
import { BOOL, elementSizeOf } from "../codes.ts";
import { cpu } from "../device.ts";
import { type Dtype, DTYPES } from "../dtype.ts";
import { Storage } from "../storage.ts";
import type { ByteReader } from "./byte_reader.ts";
import { preferLargePages } from "./large_pages.ts";
import { swapBytes } from "./swap_bytes.ts";

/** How a file holds elements. */
export interface FileDtype {
  /** What they become: the number of a dtype in the native library. */
  readonly code: number;
  /** Bytes of an element in the file. */
  readonly width: number;
  /** Whether they are integers without sign that no dtype of tensors has. */
  readonly unsigned: boolean;
}

/** Describes how a file holds elements that become a dtype; without sign if they are `unsigned` and of `width` bytes. */
export function fileDtype(dtype: Dtype, unsigned = false, width = elementSizeOf(DTYPES.indexOf(dtype))): FileDtype {
  return { code: DTYPES.indexOf(dtype), width, unsigned };
}

/** Spreads the `n` words in the second half over the whole, each before a word of zero. */
function widen(words: Uint16Array | Uint32Array, n: number): void {
  for (let i = 0; i < n; i++) {
    words[2 * i] = words[n + i]!;
    words[2 * i + 1] = 0;
  }
}

/** Throws if one of the numbers, which have no sign, is more than an int64 holds. */
function checkSigns(reader: ByteReader, bytes: Uint8Array<ArrayBuffer>, start: number): void {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (let i = 1; i < words.length; i += 2) {
    if (words[i]! < 0x80000000) continue;
    const value = (BigInt(words[i]!) << 32n) | BigInt(words[i - 1]!);
    throw reader.error(
      `a number of at most 2^63 - 1, as int64 holds, was expected but is ${value}`,
      start + 4 * (i - 1),
    );
  }
}

/**
 * Reads elements straight into a new storage.
 *
 * @throws {FileFormatError} If they are more than the file holds, which is found before memory is taken, or too large a number.
 */
export function readElements(reader: ByteReader, type: FileDtype, count: number, what: string): Storage {
  const { code, width, unsigned } = type, size = elementSizeOf(code), start = reader.position;
  reader.expect(count * width, what);
  preferLargePages(count * size);
  const storage = new Storage(code, count, true, cpu), { block, base } = storage;
  const all = new Uint8Array(block.buffer, base * size, count * size);
  const bytes = all.subarray(count * (size - width));
  reader.into(bytes, what);
  if (!reader.little) swapBytes(bytes, width);
  if (size > width) {
    const Words = width === 2 ? Uint16Array : Uint32Array;
    widen(new Words(all.buffer, all.byteOffset, 2 * count), count);
  } else if (unsigned) checkSigns(reader, bytes, start);
  // Files may hold any byte for true.
  if (code === BOOL) { for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 1) bytes[i] = 1; }
  return storage;
}
