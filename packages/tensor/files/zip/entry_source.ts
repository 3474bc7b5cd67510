// The contents of an entry of a zip file.
import { ByteReader } from "../byte_reader.ts";
import type { ByteSource } from "../byte_source.ts";
import type { ZipEntry } from "./directory.ts";
import { DEFLATED, ENCRYPTED, LOCAL, LOCAL_BYTES, STORED, STRANGE } from "./format.ts";
import { zlib } from "./zlib.ts";

/** Bytes that are read before their checksum is formed, while they are in the processor's cache. */
const PIECE = 2 ** 20;
/** Bytes that are inflated to see how the contents begin. */
const HEAD = 512;
/** No data inflates to more bytes than this many times its own. */
const MOST_INFLATION = 1033;
/** zlib counts in 32 bits. */
const MOST_INFLATED = 2 ** 32 - 1;

/** How errors of zlib are called that say that there is more than was allowed. */
const TOO_LONG = "ERR_BUFFER_TOO_LARGE";

/** Contents that can be read, and then checked. */
export interface EntrySource extends ByteSource {
  /** Throws unless all of the contents have the checksum of the directory. */
  finish(): void;
}

abstract class Contents implements EntrySource {
  readonly name: string;
  readonly size: number;

  constructor(readonly file: ByteSource, readonly entry: ZipEntry, readonly start: number) {
    this.name = `${file.name}, entry ${JSON.stringify(entry.name)}`;
    this.size = entry.size;
  }

  abstract read(into: Uint8Array, at: number): number;
  abstract finish(): void;

  protected check(crc: number): void {
    if (crc === this.entry.crc) return;
    const wanted = this.entry.crc.toString(16).padStart(8, "0"), found = crc.toString(16).padStart(8, "0");
    throw new ByteReader(this).error(`contents with the checksum ${wanted} were expected but theirs is ${found}`, 0);
  }

  [Symbol.dispose](): void {}
}

/** Contents that lie in the file as they are. */
class StoredContents extends Contents {
  #crc = 0;
  #summed = 0;

  override read(into: Uint8Array, at: number): number {
    const piece = into.subarray(0, Math.min(into.length, this.size - at, PIECE));
    const read = piece.length === 0 ? 0 : this.file.read(piece, this.start + at);
    if (at === this.#summed) {
      this.#crc = zlib().crc32(piece.subarray(0, read), this.#crc);
      this.#summed += read;
    }
    return read;
  }

  override finish(): void {
    const piece = new Uint8Array(this.#summed < this.size ? PIECE : 0);
    while (this.#summed < this.size) {
      const at = this.#summed;
      if (this.read(piece, at) === 0) throw new ByteReader(this).error("the file was cut while it was read", at);
    }
    this.check(this.#crc);
  }
}

/** Contents that are compressed. All of them are inflated when more than their beginning is asked for. */
class DeflatedContents extends Contents {
  #head: Uint8Array | undefined;
  #all: Uint8Array | undefined;

  override read(into: Uint8Array, at: number): number {
    this.#head ??= this.#inflate(Math.min(HEAD, this.entry.compressed));
    const bytes = at < this.#head.length ? this.#head : this.#everything();
    const part = bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  override finish(): void {
    this.check(zlib().crc32(this.#everything()));
  }

  #everything(): Uint8Array {
    if (this.#all === undefined) {
      this.#all = this.#inflate(this.entry.compressed);
      if (this.#all.length !== this.size) {
        throw new ByteReader(this).error(`contents of ${this.size} bytes were expected but they end`, this.#all.length);
      }
    }
    return this.#all;
  }

  #inflate(bytes: number): Uint8Array {
    const { size, entry: { compressed } } = this, reader = new ByteReader(this.file);
    reader.position = this.start;
    const data = reader.bytes(bytes, "compressed contents"), whole = bytes === compressed;
    try {
      return zlib().inflateRawSync(data, {
        maxOutputLength: Math.max(1, size),
        chunkSize: whole ? Math.max(64, size) : 65536,
        finishFlush: whole ? zlib().constants.Z_FINISH : zlib().constants.Z_SYNC_FLUSH,
      });
    } catch (cause) {
      const { code } = cause as { code?: string };
      if (cause instanceof RangeError && code !== TOO_LONG) throw cause; // there is no memory
      const problem = code === TOO_LONG
        ? `contents of ${size} bytes were expected but there are more`
        : "compressed contents are damaged";
      throw new ByteReader(this).error(problem, 0, cause);
    }
  }
}

/**
 * Opens an entry.
 *
 * @throws {FileFormatError} If it is encrypted, compressed by another method than deflate, or not what the directory says.
 */
export function openEntry(file: ByteSource, entry: ZipEntry): EntrySource {
  const { name, flags, method, compressed, size, start, limit } = entry, reader = new ByteReader(file);
  const text = `entry ${JSON.stringify(name)}`;
  if ((flags & (ENCRYPTED | STRANGE)) !== 0) {
    throw reader.error(
      `${text} was expected to be readable by everyone but is encrypted, or a difference to another file`,
      start,
    );
  }
  if (method !== STORED && method !== DEFLATED) {
    throw reader.error(`${text} was expected to be stored or deflated but is compressed by method ${method}`, start);
  }
  if (method === STORED && compressed !== size) {
    throw reader.error(
      `${text} of ${size} bytes was expected to take as many in the file but takes ${compressed}`,
      start,
    );
  }
  if (method === DEFLATED && (size > compressed * MOST_INFLATION || Math.max(size, compressed) > MOST_INFLATED)) {
    const least = Math.min(compressed * MOST_INFLATION, MOST_INFLATED);
    throw reader.error(`${text} was expected to inflate to at most ${least} bytes but ${size} are declared`, start);
  }
  reader.position = start;
  const signature = reader.uint32(text);
  if (signature !== LOCAL) throw reader.error(`${text} was expected to begin`, start);
  reader.position = start + 6;
  const localFlags = reader.uint16(), localMethod = reader.uint16();
  if (localMethod !== method || ((localFlags ^ flags) & ENCRYPTED) !== 0) {
    throw reader.error(`${text} was expected to be as the directory says but is written in another way`, start + 6);
  }
  reader.position = start + 26;
  const nameBytes = reader.uint16(), extraBytes = reader.uint16(), begin = start + LOCAL_BYTES + nameBytes + extraBytes;
  if (begin + compressed > limit) {
    throw reader.error(`${text} was expected to end at byte ${limit} but reaches to ${begin + compressed}`, start);
  }
  const local = reader.bytes(nameBytes, `the name of ${text}`), wanted = new TextEncoder().encode(name);
  if (local.length !== wanted.length || local.some((byte, i) => byte !== wanted[i])) {
    throw reader.error(`${text} was expected but has another name in its place`, start + LOCAL_BYTES);
  }
  return method === STORED ? new StoredContents(file, entry, begin) : new DeflatedContents(file, entry, begin);
}
