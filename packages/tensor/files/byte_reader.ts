// Reading numbers and bytes from a file, never beyond its end.
import type { ByteSource } from "./byte_source.ts";
import { FileFormatError } from "./file_format_error.ts";

const CAPACITY = 65536;

/** Reads a source from a position on. All that is read is checked against the source's size first. */
export class ByteReader {
  /** Whether numbers of several bytes begin with the lowest one. */
  little = true;
  readonly #buffer = new Uint8Array(CAPACITY);
  readonly #view = new DataView(this.#buffer.buffer);
  /** The part of the source that the buffer holds: [start, start + filled). */
  #start = 0;
  #filled = 0;
  /** The next byte, in the buffer. */
  #next = 0;

  /** Starts at the beginning. */
  constructor(readonly source: ByteSource) {}

  /** Bytes before the next one. */
  get position(): number {
    return this.#start + this.#next;
  }

  /** Goes to a position. */
  set position(at: number) {
    const next = at - this.#start;
    if (next >= 0 && next <= this.#filled) this.#next = next;
    else this.seek(at);
  }

  /** Goes to a position, and forgets what was read ahead. */
  seek(at: number): void {
    this.#start = at;
    this.#filled = this.#next = 0;
  }

  /** Bytes that follow. */
  get remaining(): number {
    return Math.max(0, this.source.size - this.position);
  }

  /** Returns the error for what is wrong at a position; the one of the next byte unless given. */
  error(problem: string, at: number = this.position, cause?: unknown): FileFormatError {
    return new FileFormatError(this.source.name, at, problem, cause === undefined ? undefined : { cause });
  }

  /** Throws unless so many bytes follow. */
  expect(bytes: number, what: string): void {
    if (bytes > this.remaining) {
      throw this.error(`${what} of ${bytes} bytes was expected but the file ends after ${this.remaining} more`);
    }
  }

  /** Makes the buffer hold the next bytes, at most `CAPACITY`, and returns where; they are then behind. */
  #take(bytes: number, what: string): number {
    if (this.#next + bytes > this.#filled) this.#fill(bytes, what);
    const at = this.#next;
    this.#next += bytes;
    return at;
  }

  #fill(bytes: number, what: string): void {
    this.expect(bytes, what);
    this.#buffer.copyWithin(0, this.#next, this.#filled);
    this.#start += this.#next;
    this.#filled -= this.#next;
    this.#next = 0;
    while (this.#filled < bytes) {
      const read = this.source.read(this.#buffer.subarray(this.#filled), this.#start + this.#filled);
      if (read === 0) throw this.error(`${what} of ${bytes} bytes was expected but the file was cut while it was read`);
      this.#filled += read;
    }
  }

  /** Returns the next byte without going on; −1 at the end. */
  peek(): number {
    if (this.#next === this.#filled) {
      if (this.remaining <= 0) return -1;
      this.#fill(1, "a byte");
    }
    return this.#buffer[this.#next]!;
  }

  /** Reads a byte. */
  uint8(what = "a byte"): number {
    return this.#view.getUint8(this.#take(1, what));
  }

  /** Reads an integer of 2 bytes. */
  uint16(what = "a number"): number {
    return this.#view.getUint16(this.#take(2, what), this.little);
  }

  /** Reads an integer of 4 bytes. */
  int32(what = "a number"): number {
    return this.#view.getInt32(this.#take(4, what), this.little);
  }

  /** Reads an integer of 4 bytes without sign. */
  uint32(what = "a number"): number {
    return this.#view.getUint32(this.#take(4, what), this.little);
  }

  /** Reads an integer of 8 bytes. */
  int64(what = "a number"): bigint {
    return this.#view.getBigInt64(this.#take(8, what), this.little);
  }

  /** Reads an integer of 8 bytes without sign. */
  uint64(what = "a number"): bigint {
    return this.#view.getBigUint64(this.#take(8, what), this.little);
  }

  /** Reads a number of 4 bytes. */
  float32(what = "a number"): number {
    return this.#view.getFloat32(this.#take(4, what), this.little);
  }

  /** Reads a number of 8 bytes. */
  float64(what = "a number"): number {
    return this.#view.getFloat64(this.#take(8, what), this.little);
  }

  /** Reads the rest of a line, and skips its end. */
  line(): Uint8Array<ArrayBuffer> {
    const start = this.position;
    let byte = this.peek();
    while (byte >= 0 && byte !== 10) {
      this.#next++;
      byte = this.peek();
    }
    const length = this.position - start;
    this.position = start;
    const line = this.bytes(length, "a line");
    if (byte === 10) this.uint8();
    return line;
  }

  /** Fills `into`, large ones straight from the source. */
  into(into: Uint8Array, what = "bytes"): void {
    this.expect(into.length, what);
    let done = Math.min(into.length, this.#filled - this.#next);
    into.set(this.#buffer.subarray(this.#next, this.#next + done));
    this.#next += done;
    if (done === into.length) return;
    if (into.length - done < CAPACITY) {
      const at = this.#take(into.length - done, what);
      into.set(this.#buffer.subarray(at, this.#next), done);
      return;
    }
    const from = this.position - done;
    while (done < into.length) {
      const read = this.source.read(into.subarray(done), from + done);
      if (read === 0) throw this.error(`${what} was expected but the file was cut while it was read`, from + done);
      done += read;
    }
    this.position = from + done;
  }

  /** Reads so many bytes into memory of their own. */
  bytes(count: number, what = "bytes"): Uint8Array<ArrayBuffer> {
    this.expect(count, what);
    const bytes = new Uint8Array(count);
    this.into(bytes, what);
    return bytes;
  }
}
