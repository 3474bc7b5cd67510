// What concerns a file as a whole: its encoding, its position, and what becomes of errors.
import { checkInteger } from "../../check.ts";
import { FileChannel } from "./file_channel.ts";
import type { FileStore } from "./file_store.ts";
import type { FileMode } from "./options.ts";

const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Returns the channel of a file, which only files use. */
export let channelOf: (file: FileControl) => FileChannel;

/** The part of {@linkcode TorchFile} that says how the file is read and written, and where. */
export abstract class FileControl implements Disposable {
  readonly #channel: FileChannel;

  static {
    channelOf = (file) => file.#channel;
  }

  /** Begins at the first byte of a store, which it closes in the end. */
  constructor(store: FileStore, mode: FileMode) {
    this.#channel = new FileChannel(store, mode, new.target.name);
  }

  /** Numbers are text from here on, as at first; bytes stay bytes. */
  ascii(): this {
    this.#channel.opened("ascii").configure({ binary: false });
    return this;
  }

  /** Numbers lie as in memory from here on. */
  binary(): this {
    this.#channel.opened("binary").configure({ binary: true });
    return this;
  }

  /** Returns whether numbers lie as in memory. */
  isBinary(): boolean {
    return this.#channel.opened("isBinary").coding.binary;
  }

  /** In text, a space goes between the numbers of a storage and a line's end after each call, as at first. */
  autoSpacing(): this {
    this.#channel.opened("autoSpacing").configure({ autoSpacing: true });
    return this;
  }

  /** In text, nothing goes between numbers. */
  noAutoSpacing(): this {
    this.#channel.opened("noAutoSpacing").configure({ autoSpacing: false });
    return this;
  }

  /** Returns whether text has spaces and lines. */
  isAutoSpacing(): boolean {
    return this.#channel.opened("isAutoSpacing").coding.autoSpacing;
  }

  /** Sets the bytes of a `long` in binary: 4 or 8; 0 stands for 8. */
  longSize(bytes: 0 | 4 | 8): this {
    const channel = this.#channel.opened("longSize");
    if (bytes !== 0 && bytes !== 4 && bytes !== 8) {
      throw new RangeError(`Cannot run ${channel.caller("longSize")}: bytes must be 0, 4 or 8 but is ${bytes}`);
    }
    channel.configure({ longSize: bytes === 4 ? 4 : 8 });
    return this;
  }

  /** In binary, the lowest byte of a number comes first. */
  littleEndianEncoding(): this {
    this.#channel.opened("littleEndianEncoding").configure({ little: true });
    return this;
  }

  /** In binary, the highest byte of a number comes first. */
  bigEndianEncoding(): this {
    this.#channel.opened("bigEndianEncoding").configure({ little: false });
    return this;
  }

  /** In binary, the bytes of a number lie as in this machine's memory, as at first. */
  nativeEndianEncoding(): this {
    this.#channel.opened("nativeEndianEncoding").configure({ little: LITTLE });
    return this;
  }

  /** Returns whether this machine keeps the lowest byte of a number first. */
  isLittleEndianCPU(): boolean {
    return LITTLE;
  }

  /** Returns whether this machine keeps the highest byte of a number first. */
  isBigEndianCPU(): boolean {
    return !LITTLE;
  }

  /** Nothing is collected or read ahead any more: every call reaches the file. */
  noBuffer(): this {
    this.#channel.opened("noBuffer").unbuffer();
    return this;
  }

  /** Calls that fail return what there was and set {@linkcode hasError}. */
  quiet(): this {
    this.#channel.isQuiet = true;
    return this;
  }

  /** Calls that fail throw, as at first. */
  pedantic(): this {
    this.#channel.isQuiet = false;
    return this;
  }

  /** Returns whether calls that fail do not throw. */
  isQuiet(): boolean {
    return this.#channel.isQuiet;
  }

  /** Returns whether a call has failed since {@linkcode clearError}. */
  hasError(): boolean {
    return this.#channel.hasError;
  }

  /** Forgets that a call failed. */
  clearError(): this {
    this.#channel.hasError = false;
    return this;
  }

  /** Returns whether it is open for reading. */
  isReadable(): boolean {
    return this.#channel.mode !== "w";
  }

  /** Returns whether it is open for writing. */
  isWritable(): boolean {
    return this.#channel.mode !== "r";
  }

  /** Returns the bytes before the next one. */
  position(): number {
    return this.#channel.opened("position").position;
  }

  /** Goes to a position; behind the end only in files that may have holes. */
  seek(position: number): this {
    const channel = this.#channel.opened("seek");
    checkInteger(channel.caller("seek"), "position", position, 0);
    if (position > channel.size && !channel.store.holes) {
      const wanted = `position must be from 0 to ${channel.size} but is ${position}`;
      channel.fail(new RangeError(`Cannot run ${channel.caller("seek")}: ${wanted}`));
    } else channel.position = position;
    return this;
  }

  /** Goes to the end. */
  seekEnd(): this {
    const channel = this.#channel.opened("seekEnd");
    channel.position = channel.size;
    return this;
  }

  /** Hands what was written to the system, so that others see it. */
  synchronize(): this {
    const channel = this.#channel.opened("synchronize");
    channel.send(() => channel.flush());
    return this;
  }

  /** Writes what was collected, and closes the file. */
  close(): this {
    this.#channel.opened("close").close();
    return this;
  }

  /** Closes the file unless it is closed. */
  [Symbol.dispose](): void {
    if (!this.#channel.isClosed) this.close();
  }
}
