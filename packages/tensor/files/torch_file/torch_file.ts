// What Torch7's files have in common.
import { checkInteger, checkOneOf, describe } from "../../check.ts";
import { dtypeCode } from "../../codes.ts";
import { copyInto } from "../../copy.ts";
import { cpu } from "../../device.ts";
import type { Dtype } from "../../dtype.ts";
import { overStorage } from "../../make.ts";
import { Storage } from "../../storage.ts";
import { ObjectReader } from "../t7/object_reader.ts";
import { ObjectWriter, onCpu } from "../t7/object_writer.ts";
import { checkValueOptions } from "../t7/options.ts";
import { ValueReader } from "../t7/value_reader.ts";
import type { FileChannel } from "./file_channel.ts";
import { channelOf, FileControl } from "./file_control.ts";
import type { FileStore } from "./file_store.ts";
import type { FileMode, ReadObjectOptions, WriteObjectOptions } from "./options.ts";

/**
 * A file with a position, at which numbers, text and objects are read and written in turn; {@linkcode DiskFile}, {@linkcode MemoryFile}
 * and {@linkcode PipeFile} say where it is. Numbers are text at first (`ascii`), or lie as in memory (`binary`). Positions count bytes
 * from 0.
 *
 * A call that fails throws (`pedantic`), or returns what there was and sets {@linkcode hasError} (`quiet`). It throws in any case for
 * wrong arguments, for objects, and when the file is closed or not open for this.
 *
 * Torch7: `torch.File` in `File.lua`, `lib/TH/THFile.c`.
 *
 * @example Usage
 * ```ts
 * import { MemoryFile } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * using file = new MemoryFile();
 * file.writeInt(42);
 * file.writeString("some text\n");
 * file.seek(0);
 * assertEquals([file.readInt(), file.readString("*l")], [42, "some text"]);
 * ```
 */
export abstract class TorchFile extends FileControl {
  readonly #channel: FileChannel;
  #isReferenced = true;
  #objects: { reader: ObjectReader; values: ValueReader } | undefined;
  #writer: ObjectWriter | undefined;

  /** Begins at the first byte of a store, which it closes in the end. */
  constructor(store: FileStore, mode: FileMode) {
    super(store, mode);
    this.#channel = channelOf(this);
  }

  #read(method: string, dtype: Dtype, target: number | Storage | undefined): number | Storage {
    const channel = this.#channel, decoder = channel.decoder(method), caller = channel.caller(method);
    let count = 1;
    if (target instanceof Storage) {
      checkDtype(caller, "into", target, dtype);
      count = target.length;
    } else if (target !== undefined) {
      checkInteger(caller, "count", target, 0);
      count = target;
    }
    const start = channel.position,
      what = count === 1 ? `a number of type ${dtype}` : `${count} numbers of type ${dtype}`;
    let numbers: Storage;
    try {
      numbers = decoder.elements(dtypeCode(dtype), count, what, channel.isQuiet);
    } catch (error) {
      channel.hasError = true;
      channel.position = start;
      throw error;
    }
    const { length } = numbers;
    if (length < count) channel.hasError = true;
    if (target === undefined) return length === 0 ? NaN : numbers.get(0);
    if (!(target instanceof Storage)) return numbers;
    if (length > 0) copyInto(overStorage(target, 0, [length]), overStorage(numbers));
    return length;
  }

  #write(method: string, dtype: Dtype, values: number | bigint | Storage): number {
    const encoder = this.#channel.encoder(method), caller = this.#channel.caller(method);
    let numbers: Storage;
    if (values instanceof Storage) {
      checkDtype(caller, "values", values, dtype);
      numbers = onCpu(values);
    } else {
      if (typeof values !== "number" && typeof values !== "bigint") {
        throw new TypeError(`Cannot run ${caller}: values must be a number or a storage but is ${describe(values)}`);
      }
      numbers = new Storage(dtypeCode(dtype), 1, true, cpu).set(0, values);
    }
    return this.#channel.send(() => encoder.elements(numbers)) ? numbers.length : 0;
  }

  /** Reads a byte; NaN if the file is quiet and has none. */
  readByte(): number;
  /** Reads `count` of them into a new storage, which has those that there were. */
  readByte(count: number): Storage;
  /** Fills an uint8 storage with them, and returns how many there were. */
  readByte(into: Storage): number;
  readByte(target?: number | Storage): number | Storage {
    return this.#read("readByte", "uint8", target);
  }

  /** Reads a byte with a sign; NaN if the file is quiet and has none. */
  readChar(): number;
  /** Reads `count` of them into a new storage, which has those that there were. */
  readChar(count: number): Storage;
  /** Fills an int8 storage with them, and returns how many there were. */
  readChar(into: Storage): number;
  readChar(target?: number | Storage): number | Storage {
    return this.#read("readChar", "int8", target);
  }

  /** Reads an integer of 16 bits; NaN if the file is quiet and has none. */
  readShort(): number;
  /** Reads `count` of them into a new storage, which has those that there were. */
  readShort(count: number): Storage;
  /** Fills an int16 storage with them, and returns how many there were. */
  readShort(into: Storage): number;
  readShort(target?: number | Storage): number | Storage {
    return this.#read("readShort", "int16", target);
  }

  /** Reads an integer of 32 bits; NaN if the file is quiet and has none. */
  readInt(): number;
  /** Reads `count` of them into a new storage, which has those that there were. */
  readInt(count: number): Storage;
  /** Fills an int32 storage with them, and returns how many there were. */
  readInt(into: Storage): number;
  readInt(target?: number | Storage): number | Storage {
    return this.#read("readInt", "int32", target);
  }

  /** Reads an integer of 64 bits; the number must be one that JavaScript holds exactly; NaN if the file is quiet and has none. */
  readLong(): number;
  /** Reads `count` of them into a new storage, which has those that there were. */
  readLong(count: number): Storage;
  /** Fills an int64 storage with them, and returns how many there were. */
  readLong(into: Storage): number;
  readLong(target?: number | Storage): number | Storage {
    return this.#read("readLong", "int64", target);
  }

  /** Reads a float32; NaN if the file is quiet and has none. */
  readFloat(): number;
  /** Reads `count` of them into a new storage, which has those that there were. */
  readFloat(count: number): Storage;
  /** Fills an float32 storage with them, and returns how many there were. */
  readFloat(into: Storage): number;
  readFloat(target?: number | Storage): number | Storage {
    return this.#read("readFloat", "float32", target);
  }

  /** Reads a float64; NaN if the file is quiet and has none. */
  readDouble(): number;
  /** Reads `count` of them into a new storage, which has those that there were. */
  readDouble(count: number): Storage;
  /** Fills an float64 storage with them, and returns how many there were. */
  readDouble(into: Storage): number;
  readDouble(target?: number | Storage): number | Storage {
    return this.#read("readDouble", "float64", target);
  }

  /** Writes a byte, or all of an uint8 storage, and returns how many were written. Of a number, digits after the point are dropped, and a number out of range becomes the nearest. */
  writeByte(values: number | Storage): number {
    return this.#write("writeByte", "uint8", values);
  }

  /** Writes a byte with a sign, or all of an int8 storage, and returns how many were written. Of a number, digits after the point are dropped, and a number out of range becomes the nearest. */
  writeChar(values: number | Storage): number {
    return this.#write("writeChar", "int8", values);
  }

  /** Writes an integer of 16 bits, or all of an int16 storage, and returns how many were written. Of a number, digits after the point are dropped, and a number out of range becomes the nearest. */
  writeShort(values: number | Storage): number {
    return this.#write("writeShort", "int16", values);
  }

  /** Writes an integer of 32 bits, or all of an int32 storage, and returns how many were written. Of a number, digits after the point are dropped, and a number out of range becomes the nearest. */
  writeInt(values: number | Storage): number {
    return this.#write("writeInt", "int32", values);
  }

  /** Writes an integer of 64 bits, or all of an int64 storage, and returns how many were written. Of a number, digits after the point are dropped. */
  writeLong(values: number | bigint | Storage): number {
    return this.#write("writeLong", "int64", values);
  }

  /** Writes a float32, or all of an float32 storage, and returns how many were written. */
  writeFloat(values: number | Storage): number {
    return this.#write("writeFloat", "float32", values);
  }

  /** Writes a float64, or all of an float64 storage, and returns how many were written. */
  writeDouble(values: number | Storage): number {
    return this.#write("writeDouble", "float64", values);
  }

  /** Reads an `int`, and returns whether it is 1. */
  readBool(): boolean {
    return this.#read("readBool", "int32", undefined) === 1;
  }

  /** Writes the `int` 1 or 0, and returns 1. */
  writeBool(value: boolean): number {
    return this.#write("writeBool", "int32", value ? 1 : 0);
  }

  /**
   * Reads text in UTF-8.
   *
   * @param format `*l`: the rest of the line, whose end is skipped; `*a`: the rest of the file.
   * @returns The text; empty if the file is quiet and at its end.
   */
  readString(format: "*l" | "*a"): string {
    const channel = this.#channel, { reader } = channel.decoder("readString"), start = reader.position;
    checkOneOf(channel.caller("readString"), "format", format, ["*l", "*a"]);
    if (reader.remaining === 0) {
      channel.fail(reader.error("text was expected but the file ends"));
      return "";
    }
    const bytes = format === "*l" ? reader.line() : reader.bytes(reader.remaining);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      if (!channel.isQuiet) reader.position = start;
      channel.fail(
        reader.error("text in UTF-8 was expected but found other bytes, which readByte reads", start, cause),
      );
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    }
  }

  /** Writes text in UTF-8, or bytes, with nothing behind them, and returns how many bytes they are. */
  writeString(text: string | Uint8Array): number {
    const channel = this.#channel, writer = channel.writer("writeString");
    if (typeof text !== "string" && !(text instanceof Uint8Array)) {
      throw new TypeError(
        `Cannot run ${channel.caller("writeString")}: text must be a string or bytes but is ${describe(text)}`,
      );
    }
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    return channel.send(() => writer.bytes(bytes)) ? bytes.length : 0;
  }

  /**
   * Reads an object that {@linkcode writeObject} wrote, or Torch7 (see {@linkcode load}). What occurs again in this file is the same
   * object, among several calls too: if the position is that of an object that was read before, it is that object.
   *
   * @typeParam T What is known to lie there.
   * @param options Of which classes objects are, and how strings are read.
   * @throws {FileFormatError} If there is no object; the position is the one before.
   */
  readObject<T = unknown>(options: ReadObjectOptions = {}): T {
    const channel = this.#channel, decoder = channel.decoder("readObject"), start = channel.position;
    checkValueOptions(channel.caller("readObject"), options);
    const { classes = [], strings = "text" } = options;
    const { reader, values } = this.#objects ??= {
      reader: new ObjectReader(decoder),
      values: new ValueReader(decoder.reader, classes, strings),
    };
    reader.decoder = decoder;
    reader.referenced = this.#isReferenced;
    values.classes = classes;
    values.strings = strings;
    try {
      return values.value(reader.read()) as T;
    } catch (error) {
      channel.hasError = true;
      channel.position = start;
      throw error;
    }
  }

  /**
   * Writes an object as Torch7 does (see {@linkcode save}). An object that was written into this file before is only referred to, as
   * it was then; {@linkcode referenced} changes that.
   *
   * @param object What is written.
   * @param options `hook` replaces objects on the way.
   * @throws {TypeError} If something in it cannot be written; the position is the one before.
   */
  writeObject(object: unknown, options: WriteObjectOptions = {}): void {
    const channel = this.#channel, encoder = channel.encoder("writeObject"), start = channel.position;
    const writer = this.#writer ??= new ObjectWriter(encoder, channel.caller("writeObject"));
    writer.encoder = encoder;
    writer.referenced = this.#isReferenced;
    try {
      writer.write(object, options.hook);
      channel.settle();
    } catch (error) {
      channel.hasError = true;
      channel.position = start;
      throw error;
    }
  }

  /** Sets whether an object that occurs again is written once, as at first. Without, shared memory is lost. */
  referenced(referenced: boolean): this {
    this.#isReferenced = referenced;
    return this;
  }

  /** Returns whether an object that occurs again is written once. */
  isReferenced(): boolean {
    return this.#isReferenced;
  }
}

function checkDtype(caller: string, name: string, storage: Storage, dtype: Dtype): void {
  if (storage.dtype !== dtype) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a storage of ${dtype} but is one of ${storage.dtype}`);
  }
}
