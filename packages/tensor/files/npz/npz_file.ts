import type { Tensor } from "../../tensor.ts";
import { ByteReader } from "../byte_reader.ts";
import { type ByteSource, openSource } from "../byte_source.ts";
import { emptyRecord, unknownName } from "../named_tensors.ts";
import { readNpy } from "../npy/load_npy.ts";
import { readDirectory, type ZipEntry } from "../zip/directory.ts";
import { openEntry } from "../zip/entry_source.ts";

/** What names of arrays end with in the file. */
const SUFFIX = ".npy";

/**
 * A .npz file of NumPy that is open: tensors are read when they are asked for. Made by {@linkcode openNpz}.
 *
 * @example Usage
 * ```ts
 * import { openNpz, saveNpz, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".npz" });
 * saveNpz(path, { x: tensor([1, 2]), y: tensor([3]) });
 * {
 *   using file = openNpz(path);
 *   assertEquals(file.names, ["x", "y"]);
 *   assertEquals(file.get("y").toArray(), [3]);
 * }
 * await Deno.remove(path);
 * ```
 */
export class NpzFile implements Disposable {
  readonly #source: ByteSource;
  readonly #entries = new Map<string, ZipEntry>();
  #open = true;

  /** Reads the directory of a file; users call {@linkcode openNpz}. */
  constructor(source: ByteSource) {
    this.#source = source;
    for (const entry of readDirectory(source)) {
      if (entry.name.endsWith(SUFFIX)) this.#entries.set(entry.name.slice(0, -SUFFIX.length), entry);
    }
  }

  /** Names of the tensors, in the order of the file, without `.npy`. Other entries are passed over. */
  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** Returns whether there is a tensor of that name. */
  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * Reads a tensor, as {@linkcode loadNpy} does, and compares its checksum.
   *
   * @param name Its name without `.npy`.
   * @returns A new tensor on the CPU.
   * @throws {RangeError} If there is none of that name.
   * @throws {FileFormatError} If the file is damaged there.
   */
  get(name: string): Tensor {
    if (!this.#open) throw new TypeError("Cannot run NpzFile.get: the file is closed");
    const entry = this.#entries.get(name);
    if (entry === undefined) throw unknownName("NpzFile.get", this.names, name);
    const contents = openEntry(this.#source, entry), x = readNpy(new ByteReader(contents), true);
    contents.finish();
    return x;
  }

  /** Closes the file. Tensors that were read stay. */
  close(): void {
    if (this.#open) this.#source[Symbol.dispose]();
    this.#open = false;
  }

  /** As {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function open(caller: string, path: string | URL | Uint8Array): NpzFile {
  const source = openSource(caller, path);
  try {
    return new NpzFile(source);
  } catch (error) {
    source[Symbol.dispose]();
    throw error;
  }
}

/**
 * Opens a file that NumPy's `np.savez` or `np.savez_compressed` wrote, and reads which tensors are in it. They are read when they are
 * asked for, straight into their memory if they are not compressed. Compressed ones of 4 GiB and more are not read.
 *
 * @param path The file, or its bytes.
 * @throws {FileFormatError} If the file is damaged or no zip file; it says at which byte, and what was expected.
 *
 * @example Usage
 * ```ts
 * import { openNpz, type Tensor } from "@taimatsu/tensor";
 *
 * function weightsOf(path: string): Tensor {
 *   using file = openNpz(path);
 *   return file.get("weights");
 * }
 * ```
 */
export function openNpz(path: string | URL | Uint8Array): NpzFile {
  return open("openNpz", path);
}

/**
 * Reads all tensors of a file that NumPy's `np.savez` or `np.savez_compressed` wrote.
 *
 * @param path The file, or its bytes.
 * @returns The tensors by name, in an object that inherits nothing.
 * @throws {FileFormatError} If the file is damaged, or one of the arrays is none that {@linkcode loadNpy} reads.
 *
 * @example Usage
 * ```ts
 * import { loadNpz, saveNpz, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".npz" });
 * saveNpz(path, { x: tensor([1, 2]) }, { compressed: true });
 * assertEquals(loadNpz(path).x!.toArray(), [1, 2]);
 * await Deno.remove(path);
 * ```
 */
export function loadNpz(path: string | URL | Uint8Array): Record<string, Tensor> {
  using file = open("loadNpz", path);
  const tensors = emptyRecord<Tensor>();
  for (const name of file.names) tensors[name] = file.get(name);
  return tensors;
}
