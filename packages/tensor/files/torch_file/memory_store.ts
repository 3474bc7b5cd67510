import { INT8 } from "../../codes.ts";
import { cpu } from "../../device.ts";
import { Storage } from "../../storage.ts";
import type { FileStore } from "./file_store.ts";

/** Bytes in an int8 storage with a NUL behind them, which grows with them. */
export class MemoryStore implements FileStore {
  readonly holes = false;
  readonly #storage: Storage;
  #size: number;

  /** Goes on with what the storage holds before its NUL. */
  constructor(readonly name: string, storage: Storage) {
    this.#storage = storage;
    this.#size = storage.length - 1;
  }

  /** Makes one that holds bytes. */
  static of(name: string, bytes: Uint8Array = new Uint8Array()): MemoryStore {
    const store = new this(name, new Storage(INT8, 1, false, cpu));
    store.write(bytes, 0);
    return store;
  }

  /** Bytes before the NUL; fewer if others have shortened the storage. */
  get size(): number {
    return Math.max(0, Math.min(this.#size, this.#storage.length - 1));
  }

  /** Reads from a position on. */
  read(into: Uint8Array, at: number): number {
    const part = this.contents().subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  /** Writes from a position on. */
  write(bytes: Uint8Array, at: number): void {
    const storage = this.#storage, end = at + bytes.length;
    if (end >= storage.length) storage.resize(Math.max(end + 1, Math.floor(1.5 * storage.length)));
    const memory = new Uint8Array(storage.block.buffer, storage.base, storage.length);
    memory.set(bytes, at);
    if (end <= this.size) return;
    this.#size = end;
    memory[end] = 0;
  }

  /** The bytes without the NUL, as they lie in memory. */
  contents(): Uint8Array {
    const { block, base } = this.#storage;
    return new Uint8Array(block.buffer, base, this.size);
  }

  /** The storage, cut behind the NUL. */
  storage(): Storage {
    this.#storage.resize(this.size + 1);
    return this.#storage;
  }

  /** Nothing is to be closed. */
  [Symbol.dispose](): void {}
}
