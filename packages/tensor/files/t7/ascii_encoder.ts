import { FLOAT64, INT64, INT8, UINT8 } from "../../codes.ts";
import { readBigInt, readElement } from "../../element.ts";
import type { Storage } from "../../storage.ts";
import type { ByteWriter } from "../byte_writer.ts";
import type { Encoder } from "./encoder.ts";
import { numberText } from "./number_text.ts";

const NEW_LINE = 10, FLOAT32 = 5;

/** Writes numbers as text, with spaces between those of one call and a line's end after them. */
export class AsciiEncoder implements Encoder {
  readonly #text = new TextEncoder();

  /** Writes what separates numbers if `autoSpacing` is set. */
  constructor(readonly writer: ByteWriter, public autoSpacing = true) {}

  #end(): void {
    if (this.autoSpacing) this.writer.uint8(NEW_LINE);
  }

  #words(count: number, word: (i: number) => string): void {
    for (let i = 0; i < count; i++) {
      this.writer.bytes(this.#text.encode(i > 0 && this.autoSpacing ? ` ${word(i)}` : word(i)));
    }
    if (count > 0) this.#end();
  }

  /** Writes an integer. */
  int(value: number): void {
    this.#words(1, () => String(value));
  }

  /** Writes an integer. */
  long(value: number): void {
    this.#words(1, () => String(value));
  }

  /** Writes integers in a line. */
  longs(values: readonly number[]): void {
    this.#words(values.length, (i) => String(values[i]));
  }

  /** Writes a number with 17 digits. */
  double(value: number): void {
    this.#words(1, () => Number.isNaN(value) ? "-nan" : numberText(value, 17));
  }

  /** Writes bytes as they are. */
  chars(bytes: Uint8Array): void {
    this.writer.bytes(bytes);
    if (bytes.length > 0) this.#end();
  }

  /** Writes elements in a line; those of one byte as they are. */
  elements(storage: Storage): void {
    const { code, base, block, length } = storage;
    if (code === UINT8 || code === INT8) return this.chars(new Uint8Array(block.buffer, base, length));
    if (code === INT64) return this.#words(length, (i) => String(readBigInt(storage, base + i)));
    if (code < FLOAT32) return this.#words(length, (i) => String(readElement(storage, base + i)));
    const width = storage.elementSize(), bytes = new Uint8Array(block.buffer, base * width, length * width);
    this.#words(
      length,
      (i) => numberText(readElement(storage, base + i), code === FLOAT64 ? 17 : 9, bytes[(i + 1) * width - 1]! >= 0x80),
    );
  }
}
