import { checkOneOf, describe } from "../../check.ts";
import { INT8 } from "../../codes.ts";
import { cpu } from "../../device.ts";
import { Storage } from "../../storage.ts";
import { MemoryStore } from "./memory_store.ts";
import type { FileMode } from "./options.ts";
import { TorchFile } from "./torch_file.ts";

function checkStorage(value: unknown): asserts value is Storage {
  if (!(value instanceof Storage) || value.code !== INT8 || value.device !== cpu) {
    const found = value instanceof Storage ? `one of ${value.dtype} on ${value.device.name}` : describe(value);
    throw new TypeError(`Cannot make a MemoryFile: storage must be one of int8 on the CPU but is ${found}`);
  }
  if (value.length === 0 || value.get(-1) !== 0) {
    throw new TypeError("Cannot make a MemoryFile: the storage must end with a 0");
  }
}

/**
 * A file in memory: an int8 storage that ends with a 0, which is no part of the file.
 *
 * Torch7: `torch.MemoryFile` in `lib/TH/THMemoryFile.c`.
 *
 * @example Usage
 * ```ts
 * import { MemoryFile, tensor } from "@taimatsu/tensor";
 * import { assert, assertEquals } from "@std/assert";
 *
 * using file = new MemoryFile();
 * const x = tensor([1, 2]);
 * file.binary().writeObject(x);
 * file.writeObject([x]);
 * file.seek(0);
 * const copy = file.readObject(), [again] = file.readObject<unknown[]>();
 * assert(copy === again && copy !== x);
 * assertEquals(file.storage().length, file.bytes().length + 1);
 * ```
 */
export class MemoryFile extends TorchFile {
  readonly #store: MemoryStore;

  /**
   * Makes an empty file.
   *
   * @param mode What it is opened for; `rw` by default.
   */
  constructor(mode?: FileMode);
  /** Makes a file of what an int8 storage holds, which it shares and lets grow. */
  constructor(storage: Storage, mode?: FileMode);
  constructor(first: Storage | FileMode = "rw", second?: FileMode) {
    const given = typeof first !== "string", mode = given ? second ?? "rw" : first;
    checkOneOf("MemoryFile", "mode", mode, ["r", "w", "rw"]);
    if (given) checkStorage(first);
    const store = given ? new MemoryStore("the memory", first) : MemoryStore.of("the memory");
    super(store, mode);
    this.#store = store;
  }

  /** Returns the storage, cut behind the 0. What is changed in it is read after the next call of this or of `seek`. */
  storage(): Storage {
    this.seek(this.position());
    return this.#store.storage();
  }

  /** Returns a copy of what the file holds, without the 0. */
  bytes(): Uint8Array<ArrayBuffer> {
    this.synchronize();
    return this.#store.contents().slice() as Uint8Array<ArrayBuffer>;
  }
}
