import { FLOAT32, FLOAT64, INT64, INT8, UINT8 } from "../../codes.ts";
import { cpu } from "../../device.ts";
import { writeElement } from "../../element.ts";
import { Storage } from "../../storage.ts";
import type { ByteReader } from "../byte_reader.ts";
import type { Decoder } from "./decoder.ts";

const NEW_LINE = 10, LONGEST = 400;
const INTEGER = /^[+-]?\d+$/, REAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, SPECIAL = /^([+-]?)(nan|inf)/i;

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Reads numbers as text, with spaces between those of one call and a line's end after them. */
export class AsciiDecoder implements Decoder {
  /** An `int` takes a digit and a space. */
  readonly leastInt = 2;

  /** With `autoSpacing`, a line's end after what was read is skipped. */
  constructor(readonly reader: ByteReader, public autoSpacing = true) {}

  /** Reads a word. */
  #word(what: string): string {
    const { reader } = this;
    while (isSpace(reader.peek())) reader.uint8();
    const at = reader.position;
    let word = "";
    for (let byte = reader.peek(); byte >= 0 && !isSpace(byte); byte = reader.peek()) {
      if (word.length === LONGEST) throw reader.error(`${what} was expected but found ${word.slice(0, 20)}…`, at);
      word += String.fromCharCode(reader.uint8());
    }
    if (word === "") throw reader.error(`${what} was expected but the file ends`, at);
    return word;
  }

  /** Skips the line's end after what was read. */
  #settle(): void {
    if (this.autoSpacing && this.reader.peek() === NEW_LINE) this.reader.uint8();
  }

  #integer(what: string): bigint {
    const { reader } = this, at = reader.position, word = this.#word(what);
    if (!INTEGER.test(word)) throw reader.error(`${what} was expected but is ${JSON.stringify(word)}`, at);
    return BigInt(word.startsWith("+") ? word.slice(1) : word);
  }

  /** Reads a number, `negative` telling NaN with and without sign apart. */
  #real(what: string): { value: number; negative: boolean } {
    const { reader } = this, at = reader.position, word = this.#word(what), special = SPECIAL.exec(word);
    const negative = word.startsWith("-");
    if (special !== null) return { value: /nan/i.test(word) ? NaN : negative ? -Infinity : Infinity, negative };
    if (!REAL.test(word)) throw reader.error(`${what} was expected but is ${JSON.stringify(word)}`, at);
    return { value: Number(word), negative };
  }

  #bounded(what: string, low: number, high: number): number {
    const at = this.reader.position, value = Number(this.#integer(what));
    if (value < low || value > high) throw this.reader.error(`${what} was expected but is ${value}`, at);
    this.#settle();
    return value;
  }

  /** Reads an integer of 32 bits. */
  int(what: string): number {
    return this.#bounded(what, -(2 ** 31), 2 ** 31 - 1);
  }

  /** Reads an integer. */
  long(what: string): number {
    return this.#bounded(what, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  }

  /** Reads a number. */
  double(what: string): number {
    const { value } = this.#real(what);
    this.#settle();
    return value;
  }

  /** Reads bytes as they are. */
  chars(count: number, what: string): Uint8Array<ArrayBuffer> {
    const bytes = this.reader.bytes(count, what);
    if (count > 0) this.#settle();
    return bytes;
  }

  /** Reads elements; those of one byte are bytes as they are. */
  elements(code: number, count: number): Storage {
    const { reader } = this, what = `a storage of ${count} elements`, plain = code === UINT8 || code === INT8;
    reader.expect(plain ? count : 2 * count - 1, what);
    const storage = new Storage(code, count, true, cpu), { block, base } = storage;
    if (plain) reader.into(new Uint8Array(block.buffer, base, count), what);
    else if (code === FLOAT32 || code === FLOAT64) {
      const elements = new (code === FLOAT32 ? Float32Array : Float64Array)(block.buffer).subarray(base, base + count);
      const width = elements.BYTES_PER_ELEMENT, bytes = new Uint8Array(elements.buffer, elements.byteOffset);
      for (let i = 0; i < count; i++) {
        const { value, negative } = this.#real(what);
        elements[i] = value;
        // NaN has a sign that its number in JavaScript does not have.
        if (Number.isNaN(value) && negative) bytes[i * width + width - 1]! |= 0x80;
      }
    } else {
      for (let i = 0; i < count; i++) {
        const at = reader.position, value = code < FLOAT32 ? this.#integer(what) : this.#real(what).value;
        const fits = code !== INT64 || BigInt.asIntN(64, value as bigint) === value;
        if (fits) writeElement(storage, base + i, value);
        if (!fits || (code < FLOAT32 && BigInt(block.view(code)[base + i]!) !== value)) {
          throw reader.error(`${what} was expected but ${value} is outside its range`, at);
        }
      }
    }
    if (count > 0) this.#settle();
    return storage;
  }
}
