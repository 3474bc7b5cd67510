import { describe } from "../../check.ts";
import type { Storage } from "../../storage.ts";
import { type ByteSource, openSource } from "../byte_source.ts";
import { decodeFile } from "./decode_file.ts";
import { checkValueOptions, type LoadOptions } from "./options.ts";
import { ValueReader } from "./value_reader.ts";

function read(caller: string, source: ByteSource, options: LoadOptions): unknown {
  const { classes = [], strings = "text" } = options;
  checkValueOptions(caller, options);
  const { object, decoder } = decodeFile(caller, source, options);
  return new ValueReader(decoder.reader, classes, strings).value(object);
}

/**
 * Reads an object from a file that Torch7's `torch.save` wrote: binary or ASCII, with `long` of 4 or 8 bytes, in either order of bytes,
 * of any age. No code in it is executed.
 *
 * - Tensors and storages become tensors and storages on the CPU, those of a GPU too; what shared memory still does.
 * - Tables become lists if their keys are 1, 2, …, objects if they are strings, else maps, which have the keys of the file. An
 *   empty table is an empty list. Tables that contain themselves do.
 * - Objects become objects of the classes in `classes`; others an {@linkcode UnknownObject}. Functions become a
 *   {@linkcode TorchFunction}, hashes and vecs of `tds` a {@linkcode TdsHash} and a {@linkcode TdsVec}.
 * - Labels and indices that a file holds as data are what they are: Torch7 counts them from 1.
 *
 * Torch7: `torch.load` in `File.lua`.
 *
 * @typeParam T What the file is known to hold.
 * @param path The file.
 * @param options What is known about it.
 * @returns The first object in it.
 * @throws {FileFormatError} If the file is damaged or none of Torch7; it says at which byte, and what was expected.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example Usage
 * ```ts
 * import { load, save, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".t7" });
 * save(path, { epoch: 3, x: tensor([1, 2]) });
 * const { epoch, x } = load<{ epoch: number; x: import("@taimatsu/tensor").Tensor }>(path);
 * assertEquals([epoch, x.toArray()], [3, [1, 2]]);
 * await Deno.remove(path);
 * ```
 */
export function load<T = unknown>(path: string | URL, options: LoadOptions = {}): T {
  using source = openSource("load", path);
  return read("load", source, options) as T;
}

/**
 * As {@linkcode load}, from bytes in memory.
 *
 * @typeParam T What the bytes are known to hold.
 * @param bytes What {@linkcode serialize} returned, or a whole file.
 * @param options What is known about them.
 * @throws {FileFormatError} If they are damaged or none of Torch7.
 *
 * @example Usage
 * ```ts
 * import { deserialize, serialize } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(deserialize(serialize([1, "two", { three: 3 }])), [1, "two", { three: 3 }]);
 * ```
 */
export function deserialize<T = unknown>(bytes: Uint8Array, options: LoadOptions = {}): T {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`Cannot run deserialize: bytes must be a Uint8Array but is ${describe(bytes)}`);
  }
  using source = openSource("deserialize", bytes);
  return read("deserialize", source, options) as T;
}

/**
 * As {@linkcode deserialize}, from an int8 storage (`torch.deserializeFromStorage`).
 *
 * @typeParam T What the storage is known to hold.
 * @param storage What {@linkcode serializeToStorage} returned.
 * @param options What is known about it.
 *
 * @example Usage
 * ```ts
 * import { deserializeFromStorage, serializeToStorage } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(deserializeFromStorage(serializeToStorage("text")), "text");
 * ```
 */
export function deserializeFromStorage<T = unknown>(storage: Storage, options: LoadOptions = {}): T {
  const { data } = storage;
  return deserialize(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), options);
}
