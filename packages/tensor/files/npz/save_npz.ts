import { describe } from "../../check.ts";
import type { Tensor } from "../../tensor.ts";
import { writeAtomically } from "../atomic_write.ts";
import { namedTensors } from "../named_tensors.ts";
import { npyParts } from "../npy/save_npy.ts";
import { ZipWriter } from "../zip/zip_writer.ts";

/** How a .npz file is written. */
export interface NpzOptions {
  /** Whether elements are compressed, as `np.savez_compressed` does; false by default. */
  compressed?: boolean;
}

/** Bytes of a name in a zip file. */
const LONGEST_NAME = 0xffff;

/** Checks that a name, as one of a file, stays in the folder that the whole is unpacked into. */
function checkName(name: string): void {
  const away = /^(?:[\\/]|[A-Za-z]:)/.test(name) || name.split(/[\\/]/).includes("..");
  if (name.includes("\0") || away || new TextEncoder().encode(name).length > LONGEST_NAME - 4) {
    throw new TypeError(
      `Cannot run saveNpz: names must be those of files, without NUL, not absolute and without .., but one is ${
        describe(name.slice(0, 100))
      }`,
    );
  }
}

/**
 * Writes tensors into a file as NumPy's `np.savez` does, for `np.load`. The file is written beside its place and renamed when it is
 * complete. Elements go straight from their memory into the file.
 *
 * @param path The file; its folder must be writable. Nothing is appended to the name.
 * @param tensors The tensors by name.
 * @param options Whether it is compressed.
 * @throws {TypeError} If one is no tensor or is bfloat16, which NumPy does not have, or a name is none of a file.
 *
 * @example Usage
 * ```ts
 * import { loadNpz, saveNpz, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".npz" });
 * saveNpz(path, { x: tensor([1, 2]), "layer.0/weight": tensor([[3]]) });
 * assertEquals(Object.keys(loadNpz(path)), ["x", "layer.0/weight"]);
 * await Deno.remove(path);
 * ```
 */
export function saveNpz(
  path: string | URL,
  tensors: Readonly<Record<string, Tensor>>,
  options: NpzOptions = {},
): void {
  const { compressed = false } = options;
  if (typeof compressed !== "boolean") {
    throw new TypeError(`Cannot run saveNpz: compressed must be true or false but is ${describe(compressed)}`);
  }
  const files = namedTensors("saveNpz", tensors).map(([name, x]) => {
    checkName(name);
    return { name: `${name}.npy`, parts: npyParts("saveNpz", `tensors[${JSON.stringify(name)}]`, x, {}) };
  });
  writeAtomically("saveNpz", path, (writer) => {
    writer.little = true;
    const zip = new ZipWriter(writer);
    for (const { name, parts } of files) {
      if (compressed) zip.deflate(name, parts);
      else zip.store(name, parts);
    }
    zip.finish();
  });
}
