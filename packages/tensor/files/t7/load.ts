import { describe } from "../../check.ts";
import type { Storage } from "../../storage.ts";
import { ByteReader } from "../byte_reader.ts";
import { type ByteSource, openSource } from "../byte_source.ts";
import { FileFormatError } from "../file_format_error.ts";
import { AsciiDecoder } from "./ascii_decoder.ts";
import { BinaryDecoder } from "./binary_decoder.ts";
import type { Decoder } from "./decoder.ts";
import type { Child } from "./node.ts";
import { ObjectReader } from "./object_reader.ts";
import { checkFormat, checkValueOptions, type LoadOptions } from "./options.ts";
import { CLOSURE, NIL } from "./tags.ts";
import { ValueReader } from "./value_reader.ts";

/** Finds out how numbers lie in a file, and returns what reads them, the likelier first. */
function decodersOf(caller: string, source: ByteSource, options: LoadOptions): (() => Decoder)[] {
  const longSize = checkFormat(caller, options), first = new ByteReader(source);
  const byte = first.peek();
  if (byte < 0) throw first.error("a type from 0 to 8 was expected but the file is empty");
  const ascii = (): Decoder => new AsciiDecoder(new ByteReader(source));
  if (options.format === "ascii") return [ascii];
  const digit = byte >= 48 && byte <= 56, second = source.size > 1 ? (first.uint8(), first.peek()) : 10;
  if (options.format === undefined && digit && (second === 10 || second === 13 || second === 32)) return [ascii];
  let little = options.endian !== "big";
  if (options.endian === undefined) {
    first.position = 0;
    const tag = first.int32("a type from 0 to 8");
    little = tag >= NIL && tag <= CLOSURE;
    first.position = 0;
    first.little = false;
    const swapped = first.int32();
    if (!little && (swapped < NIL || swapped > CLOSURE)) {
      throw first.error(`a type from 0 to 8 was expected but is ${tag}: ${nature(source)}`, 0);
    }
  }
  return (longSize === undefined ? [8, 4] as const : [longSize]).map((size) => () => {
    const reader = new ByteReader(source);
    reader.little = little;
    return new BinaryDecoder(reader, size);
  });
}

/** Says what a file seems to be that is none of Torch7. */
function nature(source: ByteSource): string {
  const head = new Uint8Array(16), bytes = head.subarray(0, source.read(head, 0));
  const text = String.fromCharCode(...bytes);
  if (text.startsWith("\x93NUMPY")) return "it seems to be a .npy file, which loadNpy reads";
  if (text.startsWith("PK\x03\x04")) return "it seems to be a .npz file, which loadNpz reads, or one of PyTorch";
  if (text[8] === "{") return "it seems to be a safetensors file, which loadSafetensors reads";
  return "it is no Torch7 file";
}

function read(caller: string, source: ByteSource, options: LoadOptions): unknown {
  const { classes = [], strings = "text", referenced = true } = options;
  checkValueOptions(caller, options);
  let failure: FileFormatError | undefined;
  for (const make of decodersOf(caller, source, options)) {
    const decoder = make();
    let object: Child;
    try {
      object = new ObjectReader(decoder, referenced).read();
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      if (failure === undefined || error.offset > failure.offset) failure = error;
      continue;
    }
    return new ValueReader(decoder.reader, classes, strings).value(object);
  }
  throw failure!;
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
