// Reading and writing in turn at one position, in the encoding that is chosen.
import { ByteReader } from "../byte_reader.ts";
import { ByteWriter } from "../byte_writer.ts";
import { AsciiDecoder } from "../t7/ascii_decoder.ts";
import { AsciiEncoder } from "../t7/ascii_encoder.ts";
import { BinaryDecoder } from "../t7/binary_decoder.ts";
import { BinaryEncoder } from "../t7/binary_encoder.ts";
import type { Decoder } from "../t7/decoder.ts";
import type { Encoder } from "../t7/encoder.ts";
import type { FileStore } from "./file_store.ts";
import type { FileMode } from "./options.ts";

/** How numbers lie in a file. */
export interface Coding {
  /** Whether as in memory, rather than as text. */
  readonly binary: boolean;
  /** Whether text has spaces between numbers, and a line's end after them. */
  readonly autoSpacing: boolean;
  /** Bytes of a `long`. */
  readonly longSize: 4 | 8;
  /** Whether numbers of several bytes begin with the lowest one. */
  readonly little: boolean;
}

/** A store with a position. What is written is collected; what is read is read ahead. */
export class FileChannel {
  readonly #reader: ByteReader;
  readonly #writer: ByteWriter;
  /** Whether the position is the writer's, and the store's position of what it collects. */
  #writing = false;
  #at = 0;
  #decoder!: Decoder;
  #encoder!: Encoder;
  #buffers = true;
  /** Whether what fails does not throw. */
  isQuiet = false;
  /** Whether something has failed. */
  hasError = false;
  /** Whether it is closed. */
  isClosed = false;
  #coding: Coding = { binary: false, autoSpacing: true, longSize: 8, little: true };

  /** Starts at the beginning; messages call the file's class `name`. */
  constructor(readonly store: FileStore, readonly mode: FileMode, readonly name: string) {
    this.#reader = new ByteReader(store);
    this.#writer = new ByteWriter({
      write: (bytes) => {
        store.write(bytes, this.#at);
        this.#at += bytes.length;
      },
    });
    this.configure({});
  }

  /** How numbers lie in it. */
  get coding(): Coding {
    return this.#coding;
  }

  /** Changes how numbers lie in it, from here on. */
  configure(change: Partial<Coding>): void {
    const coding = this.#coding = { ...this.#coding, ...change }, reader = this.#reader, writer = this.#writer;
    reader.little = writer.little = coding.little;
    this.#decoder = coding.binary
      ? new BinaryDecoder(reader, coding.longSize)
      : new AsciiDecoder(reader, coding.autoSpacing);
    this.#encoder = coding.binary
      ? new BinaryEncoder(writer, coding.longSize)
      : new AsciiEncoder(writer, coding.autoSpacing);
  }

  /** Bytes before the next one. */
  get position(): number {
    return this.#writing ? this.#writer.position : this.#reader.position;
  }

  /** Goes to a position, and forgets what was read ahead. */
  set position(at: number) {
    this.#readAt(at);
  }

  #readAt(position: number): void {
    this.flush();
    this.#writing = false;
    this.#reader.seek(position);
  }

  /** Number of bytes. */
  get size(): number {
    this.flush();
    return this.store.size;
  }

  /** Hands what was collected to the store. */
  flush(): void {
    this.#writer.flush();
  }

  /** Returns what messages say cannot be run. */
  caller(method: string): string {
    return `${this.name}.${method}`;
  }

  /** Throws if it is closed. */
  opened(method: string): this {
    if (this.isClosed) throw new TypeError(`Cannot run ${this.caller(method)}: the file is closed`);
    return this;
  }

  /** Returns what reads at the position. */
  decoder(method: string): Decoder {
    if (this.opened(method).mode === "w") {
      throw new TypeError(`Cannot run ${this.caller(method)}: ${this.store.name} is open for writing only`);
    }
    if (this.#writing || !this.#buffers) this.#readAt(this.position);
    return this.#decoder;
  }

  /** Returns what writes bytes at the position. */
  writer(method: string): ByteWriter {
    if (this.opened(method).mode === "r") {
      throw new TypeError(`Cannot run ${this.caller(method)}: ${this.store.name} is open for reading only`);
    }
    if (!this.#writing) this.#at = this.#writer.position = this.#reader.position;
    this.#writing = true;
    return this.#writer;
  }

  /** Returns what writes at the position. */
  encoder(method: string): Encoder {
    this.writer(method);
    return this.#encoder;
  }

  /** Lets every call reach the store from here on. */
  unbuffer(): void {
    this.flush();
    this.#buffers = false;
  }

  /** Hands on what was written unless that is collected. */
  settle(): void {
    if (!this.#buffers) this.flush();
  }

  /** Remembers that something failed, and throws unless it is quiet. */
  fail(error: unknown): void {
    this.hasError = true;
    if (!this.isQuiet) throw error;
  }

  /** Writes, and returns whether the store took it. Wrong numbers are errors in any case. */
  send(write: () => void): boolean {
    try {
      write();
      this.settle();
      return true;
    } catch (error) {
      if (error instanceof RangeError || error instanceof TypeError) throw error;
      this.fail(error);
      return false;
    }
  }

  /** Hands what was collected to the store, and closes it. */
  close(): void {
    this.isClosed = true;
    try {
      try {
        this.flush();
      } finally {
        this.store[Symbol.dispose]();
      }
    } catch (error) {
      this.fail(error);
    }
  }
}
