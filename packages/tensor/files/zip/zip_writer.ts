// Writing zip files from the first byte to the last.
import type { ByteWriter } from "../byte_writer.ts";
import {
  CENTRAL,
  DEFLATED,
  DESCRIPTOR,
  END,
  END64,
  END64_BYTES,
  FOLLOWED,
  LOCAL,
  LOCATOR64,
  STORED,
  UTF8,
  WIDE,
  ZIP64,
} from "./format.ts";
import { zlib } from "./zlib.ts";

/** The first day that can be written: files of equal contents are equal. */
const DATE = 0x21, TIME = 0;
/** Versions of the format that can read it: 2.0, and 4.5 for wide numbers. */
const PLAIN_VERSION = 20, WIDE_VERSION = 45;
/** Written on Unix; a file that its owner may read and write. */
const UNIX = 3 << 8, MODE = 0o100600 * 0x10000;

/** Where the checksum stands in what stands before an entry. */
const CRC_AT = 14;
/** Bytes above which contents are gone through once where that is possible; of fewer, the cache has them the second time. */
const LARGE = 2 ** 20;

/** An entry that was written. */
interface Written {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly start: number;
}

/** What stands before an entry; zeros for what follows it. */
interface Local {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  /** Whether the sizes take 8 bytes. */
  readonly wide: boolean;
}

/** Contents of an entry, which can be gone through more than once. */
export interface ZipContents {
  /** Bytes of all of them. */
  readonly size: number;
  /** Returns them in parts. */
  readonly chunks: () => Iterable<Uint8Array>;
}

function checksumOf(chunks: Iterable<Uint8Array>): number {
  let crc = 0;
  for (const chunk of chunks) crc = zlib().crc32(chunk, crc);
  return crc;
}

/** Writes entries one after the other, then the directory. */
export class ZipWriter {
  readonly #entries: Written[] = [];

  /**
   * Starts where the writer is.
   *
   * @param writer Takes the bytes.
   * @param wide Numbers from this on are written with 8 bytes; smaller ones are for tests.
   */
  constructor(readonly writer: ByteWriter, readonly wide = WIDE) {}

  /** Writes an entry as it is. */
  store(text: string, { size, chunks }: ZipContents): void {
    const { writer } = this, once = size > LARGE && writer.rewritable;
    let crc = once ? 0 : checksumOf(chunks());
    const begun = this.#begin(text, { flags: 0, method: STORED, crc, size, wide: size >= this.wide });
    for (const chunk of chunks()) {
      if (once) crc = zlib().crc32(chunk, crc);
      writer.bytes(chunk);
    }
    if (once) writer.rewriteUint32(begun.start + CRC_AT, crc);
    this.#entries.push({ ...begun, crc, compressed: size, size });
  }

  /** Writes an entry compressed, which says how long it was behind it, so that it need not be kept. */
  deflate(text: string, { size, chunks }: ZipContents): void {
    const { writer } = this, wide = size + size / 256 + 4096 >= this.wide;
    const begun = this.#begin(text, { flags: FOLLOWED, method: DEFLATED, crc: 0, size: 0, wide });
    const start = writer.position;
    let crc = 0;
    // Every part ends at a byte and needs none before it; an empty block ends them all.
    for (const chunk of chunks()) {
      crc = zlib().crc32(chunk, crc);
      writer.bytes(zlib().deflateRawSync(chunk, { finishFlush: zlib().constants.Z_SYNC_FLUSH }));
    }
    writer.bytes(zlib().deflateRawSync(new Uint8Array(0)));
    const compressed = writer.position - start;
    writer.uint32(DESCRIPTOR);
    writer.uint32(crc);
    for (const number of [compressed, size]) {
      if (wide) writer.uint64(BigInt(number));
      else writer.uint32(number);
    }
    this.#entries.push({ ...begun, crc, compressed, size });
  }

  /** Writes what stands before the contents of an entry. */
  #begin(
    text: string,
    { flags, method, crc, size, wide }: Local,
  ): Pick<Written, "name" | "flags" | "method" | "start"> {
    const { writer } = this, start = writer.position, name = new TextEncoder().encode(text);
    if (name.length !== text.length) flags |= UTF8;
    writer.uint32(LOCAL);
    this.#common(wide, flags, method, crc);
    for (let i = 0; i < 2; i++) writer.uint32(wide ? WIDE : size);
    writer.uint16(name.length);
    writer.uint16(wide ? 20 : 0);
    writer.bytes(name);
    if (wide) {
      writer.uint16(ZIP64);
      writer.uint16(16);
      for (let i = 0; i < 2; i++) writer.uint64(BigInt(size));
    }
    return { name, flags, method, start };
  }

  /** Writes what both headers of an entry have from the version to the checksum. */
  #common(wide: boolean, flags: number, method: number, crc: number): void {
    const { writer } = this;
    writer.uint16(wide ? WIDE_VERSION : PLAIN_VERSION);
    writer.uint16(flags);
    writer.uint16(method);
    writer.uint16(TIME);
    writer.uint16(DATE);
    writer.uint32(crc);
  }

  #central({ name, flags, method, crc, compressed, size, start }: Written): void {
    const { writer } = this,
      numbers = [size, compressed, start],
      wide = numbers.filter((number) => number >= this.wide);
    const narrow = (number: number): number => number >= this.wide ? WIDE : number;
    writer.uint32(CENTRAL);
    writer.uint16(UNIX | (wide.length > 0 ? WIDE_VERSION : PLAIN_VERSION));
    this.#common(wide.length > 0, flags, method, crc);
    writer.uint32(narrow(compressed));
    writer.uint32(narrow(size));
    writer.uint16(name.length);
    writer.uint16(wide.length > 0 ? 4 + 8 * wide.length : 0);
    writer.uint16(0); // no comment
    writer.uint16(0); // the first part of the file
    writer.uint16(0); // no text
    writer.uint32(MODE);
    writer.uint32(narrow(start));
    writer.bytes(name);
    if (wide.length === 0) return;
    writer.uint16(ZIP64);
    writer.uint16(8 * wide.length);
    for (const number of wide) writer.uint64(BigInt(number));
  }

  /** Writes the directory. */
  finish(): void {
    const { writer } = this, start = writer.position, count = this.#entries.length;
    for (const entry of this.#entries) this.#central(entry);
    const end = writer.position, size = end - start;
    const wide = count >= Math.min(0xffff, this.wide) || size >= this.wide || start >= this.wide;
    if (wide) this.#wideEnd(count, size, start, end);
    writer.uint32(END);
    writer.uint32(0); // one part
    for (let i = 0; i < 2; i++) writer.uint16(wide ? 0xffff : count);
    writer.uint32(wide ? WIDE : size);
    writer.uint32(wide ? WIDE : start);
    writer.uint16(0); // no comment
  }

  #wideEnd(count: number, size: number, start: number, end: number): void {
    const { writer } = this;
    writer.uint32(END64);
    writer.uint64(BigInt(END64_BYTES - 12));
    writer.uint16(UNIX | WIDE_VERSION);
    writer.uint16(WIDE_VERSION);
    writer.uint64(0n); // one part
    for (let i = 0; i < 2; i++) writer.uint64(BigInt(count));
    writer.uint64(BigInt(size));
    writer.uint64(BigInt(start));
    writer.uint32(LOCATOR64);
    writer.uint32(0);
    writer.uint64(BigInt(end));
    writer.uint32(1);
  }
}
