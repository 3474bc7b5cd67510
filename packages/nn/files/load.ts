import {
  describe,
  FileFormatError,
  load as loadObject,
  type LoadOptions,
  save as saveObject,
  type SaveOptions,
  UnknownObject,
} from "@taimatsu/tensor";
import { placeOf } from "@taimatsu/tensor/native";
import * as classes from "../mod.ts";
import { type AnyModule, Module } from "../module.ts";
import { unknownObjects } from "./unknown_objects.ts";

/**
 * Reads a network that Torch7 saved: a `.t7` or `.net` file whose object is a module. Layers for GPUs become those of this package.
 * For a file that holds more than a module, as a checkpoint does, or modules of other packages, use `load` of `@taimatsu/tensor` with
 * `classes: [nn, …]`.
 *
 * Torch7: `torch.load`.
 *
 * @typeParam M What the file is known to hold.
 * @param path The file.
 * @param options What is known about it; `classes` are looked at before those of this package.
 * @throws {FileFormatError} If the file is damaged or none of Torch7, or what it holds is no module or has layers of
 * which nothing can be made; it names their classes, and the bytes where they begin.
 *
 * @example Usage
 * ```ts
 * import { Linear, load, save } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".t7" });
 * save(path, new Linear(3, 2));
 * assertEquals(String(load(path)), "nn.Linear(3 -> 2)");
 * await Deno.remove(path);
 * ```
 */
export function load<M extends AnyModule = Module>(path: string | URL, options: LoadOptions = {}): M {
  const known = [...options.classes ?? [], classes], value = loadObject(path, { ...options, classes: known });
  if (value instanceof Module) return value as unknown as M;
  const found = value instanceof UnknownObject ? value.className : describe(value);
  const places = unknownObjects(value, known).map((object) => `${object.className} at byte ${placeOf(object)}`);
  const why = places.length === 0 ? "" : `; nothing can be made of ${places.join(", ")}`;
  throw new FileFormatError(String(path), 0, `a module was expected but is ${found}${why}`);
}

/**
 * Writes a network into a file that Torch7 can read, with all that its modules hold; `clearState()` makes it smaller.
 *
 * Torch7: `torch.save`.
 *
 * @param path The file; its folder must be writable.
 * @param module The network.
 * @param options How it is written.
 * @throws {TypeError} If it is no module, or holds something that a file cannot.
 *
 * @example Usage
 * ```ts
 * import { Linear, load, save, Sequential, Tanh } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".t7" });
 * save(path, new Sequential().add(new Linear(3, 2)).add(new Tanh()), { format: "ascii" });
 * assertEquals(load<Sequential>(path).size(), 2);
 * await Deno.remove(path);
 * ```
 */
export function save(path: string | URL, module: AnyModule, options: SaveOptions = {}): void {
  if (!(module instanceof Module)) {
    throw new TypeError(`Cannot run save: module must be a module but is ${describe(module)}`);
  }
  saveObject(path, module, options);
}
