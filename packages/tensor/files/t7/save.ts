import { Storage } from "../../storage.ts";
import { writeAtomically } from "../atomic_write.ts";
import { ByteWriter, MemoryTarget } from "../byte_writer.ts";
import { AsciiEncoder } from "./ascii_encoder.ts";
import { BinaryEncoder } from "./binary_encoder.ts";
import { ObjectWriter } from "./object_writer.ts";
import { checkFormat, type SaveOptions } from "./options.ts";

function write(caller: string, writer: ByteWriter, object: unknown, options: SaveOptions): void {
  const longSize = checkFormat(caller, options) ?? 8;
  writer.little = options.endian !== "big";
  const encoder = options.format === "ascii" ? new AsciiEncoder(writer) : new BinaryEncoder(writer, longSize);
  new ObjectWriter(encoder, caller, options.referenced).write(object);
}

/**
 * Writes an object into a file as Torch7's `torch.save` does, so that Torch7 can read it: numbers, booleans, strings, lists, objects and
 * maps (which become tables), tensors, storages, modules, criterions, and whatever has `toTorch()`. What shares memory, or is one
 * object, still does or is when it is read. The file is written beside its place and renamed when it is complete: if that fails, the
 * old file is still there.
 *
 * A `Uint8Array` is written as a string of these bytes; `null` and `undefined` are no entries of tables; the keys of an object are
 * strings, those of a list are numbers from 1. Tensors of a GPU are written as those of the CPU, bool as bytes.
 *
 * Torch7: `torch.save` in `File.lua`.
 *
 * @param path The file; its folder must be writable.
 * @param object What is written.
 * @param options How it is written.
 * @throws {TypeError} If something in the object cannot be written; the message says where it is.
 *
 * @example Usage
 * ```ts
 * import { load, save, tensor } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".t7" }), x = tensor([1, 2, 3]);
 * save(path, [x, x.narrow(0, 1, 2)], { format: "ascii" });
 * const [y, part] = load<(typeof x)[]>(path);
 * assert(part!.storage() === y!.storage());
 * await Deno.remove(path);
 * ```
 */
export function save(path: string | URL, object: unknown, options: SaveOptions = {}): void {
  writeAtomically("save", path, (writer) => write("save", writer, object, options));
}

/**
 * As {@linkcode save}, into bytes in memory (`torch.serialize`).
 *
 * @param object What is written.
 * @param options How it is written.
 *
 * @example Usage
 * ```ts
 * import { serialize } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(serialize(true), Uint8Array.of(5, 0, 0, 0, 1, 0, 0, 0));
 * ```
 */
export function serialize(object: unknown, options: SaveOptions = {}): Uint8Array<ArrayBuffer> {
  const target = new MemoryTarget(), writer = new ByteWriter(target);
  write("serialize", writer, object, options);
  writer.flush();
  return target.contents();
}

/**
 * As {@linkcode serialize}, into an int8 storage (`torch.serializeToStorage`).
 *
 * @param object What is written.
 * @param options How it is written.
 *
 * @example Usage
 * ```ts
 * import { serializeToStorage } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(serializeToStorage(true).toArray(), [5, 0, 0, 0, 1, 0, 0, 0]);
 * ```
 */
export function serializeToStorage(object: unknown, options: SaveOptions = {}): Storage {
  return Storage.from("int8", serialize(object, options).buffer);
}
