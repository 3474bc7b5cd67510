import { elementSizeOf, INT64 } from "../../codes.ts";
import { cpu } from "../../device.ts";
import { Storage } from "../../storage.ts";
import type { ByteReader } from "../byte_reader.ts";
import { preferLargePages } from "../large_pages.ts";
import { swapBytes } from "../swap_bytes.ts";
import type { Decoder } from "./decoder.ts";

/** Reads numbers as they lay in the memory of the machine that wrote them. */
export class BinaryDecoder implements Decoder {
  /** An `int` takes 4 bytes. */
  readonly leastInt = 4;

  /** Takes `long` as having so many bytes. */
  constructor(readonly reader: ByteReader, readonly longSize: 4 | 8) {}

  /** Reads 4 bytes. */
  int(what: string): number {
    return this.reader.int32(what);
  }

  /** Reads 4 or 8 bytes. */
  long(what: string): number {
    if (this.longSize === 4) return this.reader.int32(what);
    const at = this.reader.position, value = this.reader.int64(what), number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw this.reader.error(`${what} was expected but is ${value}`, at);
  }

  /** Reads 8 bytes. */
  double(what: string): number {
    return this.reader.float64(what);
  }

  /** Reads bytes as they are. */
  chars(count: number, what: string): Uint8Array<ArrayBuffer> {
    return this.reader.bytes(count, what);
  }

  /** Reads elements straight into a new storage. */
  elements(code: number, count: number, what = `a storage of ${count} elements`, partial = false): Storage {
    const { reader } = this, narrow = code === INT64 && this.longSize === 4;
    const width = narrow ? 4 : elementSizeOf(code);
    if (partial) count = Math.min(count, Math.floor(reader.remaining / width));
    else reader.expect(count * width, what);
    preferLargePages(count * width);
    const storage = new Storage(code, count, true, cpu), { block, base } = storage;
    if (narrow) {
      const elements = new BigInt64Array(block.buffer, base * 8, count);
      for (let i = 0; i < count; i++) elements[i] = BigInt(reader.int32(what));
      return storage;
    }
    const bytes = new Uint8Array(block.buffer, base * width, count * width);
    reader.into(bytes, what);
    if (!reader.little) swapBytes(bytes, width);
    return storage;
  }
}
