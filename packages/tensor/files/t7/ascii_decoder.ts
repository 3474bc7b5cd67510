import { FLOAT32, INT64, INT8, UINT8 } from "../../codes.ts";
import { cpu } from "../../device.ts";
import { writeElement } from "../../element.ts";
import { Storage } from "../../storage.ts";
import type { ByteReader } from "../byte_reader.ts";
import { FileFormatError } from "../file_format_error.ts";
import type { Decoder } from "./decoder.ts";

const NEW_LINE = 10, LONGEST = 400;
const INTEGER = /^[+-]?\d+/,
  REAL = /^[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan(\(\w*\))?|inf(inity)?)/i;

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Reads numbers as text, with spaces between those of one call and a line's end after them. */
export class AsciiDecoder implements Decoder {
  /** An `int` takes a digit and a space. */
  readonly leastInt = 2;

  /** With `autoSpacing`, a line's end after what was read is skipped. */
  constructor(readonly reader: ByteReader, public autoSpacing = true) {}

  /** Reads a word, or the first bytes of a long one. */
  #word(what: string): string {
    const { reader } = this;
    while (isSpace(reader.peek())) reader.uint8();
    let word = "";
    for (let byte = reader.peek(); byte >= 0 && !isSpace(byte) && word.length < LONGEST; byte = reader.peek()) {
      word += String.fromCharCode(reader.uint8());
    }
    if (word === "") throw reader.error(`${what} was expected but the file ends`);
    return word;
  }

  /** Skips the line's end after what was read. */
  #settle(): void {
    if (this.autoSpacing && this.reader.peek() === NEW_LINE) this.reader.uint8();
  }

  /** Reads what a pattern says; unless `whole`, what follows it in the word remains, as with C's `scanf`. */
  #match(what: string, pattern: RegExp, whole: boolean): string {
    const { reader } = this, at = reader.position, word = this.#word(what), found = pattern.exec(word)?.[0];
    if (found === undefined || found.length === LONGEST || (whole && found !== word)) {
      throw reader.error(`${what} was expected but is ${JSON.stringify(word.slice(0, 40))}`, at);
    }
    reader.position -= word.length - found.length;
    return found;
  }

  #integer(what: string, whole = true): bigint {
    const text = this.#match(what, INTEGER, whole);
    return BigInt(text.startsWith("+") ? text.slice(1) : text);
  }

  /** Reads a number, `negative` telling NaN with and without sign apart. */
  #real(what: string, whole = true): { value: number; negative: boolean } {
    const text = this.#match(what, REAL, whole), negative = text.startsWith("-");
    if (/nan/i.test(text)) return { value: NaN, negative };
    return { value: /inf/i.test(text) ? (negative ? -Infinity : Infinity) : Number(text), negative };
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
  elements(code: number, count: number, what = `a storage of ${count} elements`, partial = false): Storage {
    const { reader } = this, plain = code === UINT8 || code === INT8;
    // A number takes two bytes with the space behind it, which the last one need not have.
    if (partial) count = Math.min(count, plain ? reader.remaining : Math.ceil(reader.remaining / 2));
    else reader.expect(plain ? count : 2 * count - 1, what);
    const storage = new Storage(code, count, true, cpu), { block, base } = storage;
    if (plain) reader.into(new Uint8Array(block.buffer, base, count), what);
    for (let i = 0; !plain && i < count; i++) {
      const at = reader.position;
      try {
        this.#element(storage, base + i, what);
      } catch (error) {
        if (!partial || !(error instanceof FileFormatError)) throw error;
        reader.position = at;
        storage.resize(i);
        break;
      }
    }
    if (count > 0) this.#settle();
    return storage;
  }

  #element(storage: Storage, position: number, what: string): void {
    const { code, block } = storage, at = this.reader.position;
    if (code >= FLOAT32) {
      const { value, negative } = this.#real(what, false);
      writeElement(storage, position, value);
      // NaN has a sign that its number in JavaScript does not have.
      if (Number.isNaN(value) && negative) {
        new Uint8Array(block.buffer)[(position + 1) * storage.elementSize() - 1]! |= 0x80;
      }
      return;
    }
    const value = this.#integer(what, false), fits = code !== INT64 || BigInt.asIntN(64, value) === value;
    if (fits) writeElement(storage, position, value);
    if (!fits || BigInt(block.view(code)[position]!) !== value) {
      throw this.reader.error(`${what} was expected but ${value} is outside its range`, at);
    }
  }
}
