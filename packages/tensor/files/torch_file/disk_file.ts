import { checkOneOf } from "../../check.ts";
import { named, pathOf } from "../byte_source.ts";
import type { FileStore } from "./file_store.ts";
import type { FileMode } from "./options.ts";
import { TorchFile } from "./torch_file.ts";

class DiskStore implements FileStore {
  readonly holes = true;
  size: number;
  #at = 0;

  constructor(readonly name: string, readonly file: Deno.FsFile) {
    this.size = file.statSync().size;
  }

  #go(at: number): void {
    if (at !== this.#at) this.#at = this.file.seekSync(at, Deno.SeekMode.Start);
  }

  read(into: Uint8Array, at: number): number {
    this.#go(at);
    const read = this.file.readSync(into) ?? 0;
    this.#at += read;
    return read;
  }

  write(bytes: Uint8Array, at: number): void {
    this.#go(at);
    for (let done = 0; done < bytes.length;) {
      const written = this.file.writeSync(bytes.subarray(done));
      done += written;
      this.#at += written;
    }
    this.size = Math.max(this.size, this.#at);
  }

  [Symbol.dispose](): void {
    this.file.close();
  }
}

/**
 * A file on a disk. What is written is collected until the file is closed, so that `using` or `close()` is needed.
 *
 * Torch7: `torch.DiskFile` in `lib/TH/THDiskFile.c`.
 *
 * @example Usage
 * ```ts
 * import { DiskFile, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * {
 *   using file = DiskFile.open(path, "w");
 *   file.writeFloat(tensor([0.5, 1]).storage());
 * }
 * assertEquals(await Deno.readTextFile(path), "0.5 1\n");
 * using file = DiskFile.open(path);
 * assertEquals(file.readFloat(2).toArray(), [0.5, 1]);
 * await Deno.remove(path);
 * ```
 */
export class DiskFile extends TorchFile {
  private constructor(store: FileStore, mode: FileMode) {
    super(store, mode);
  }

  /**
   * Opens a file.
   *
   * @param path The file.
   * @param mode `r` reads; `w` begins with an empty file; `rw` keeps what there is, or makes an empty one.
   * @throws {Deno.errors.NotFound} If it is to be read and there is none.
   */
  static open(path: string | URL, mode?: FileMode): DiskFile;
  /** As above; with `quiet`, the file is quiet, and `null` if it cannot be opened. */
  static open(path: string | URL, mode: FileMode, quiet: boolean): DiskFile | null;
  static open(path: string | URL, mode: FileMode = "r", quiet = false): DiskFile | null {
    checkOneOf("DiskFile.open", "mode", mode, ["r", "w", "rw"]);
    const name = pathOf("DiskFile.open", path), reads = mode !== "w", writes = mode !== "r";
    let file: Deno.FsFile;
    try {
      file = named(
        "DiskFile.open",
        name,
        writes ? "written" : "read",
        () => Deno.openSync(name, { read: reads, write: writes, create: writes, truncate: !reads }),
      );
    } catch (error) {
      if (!quiet || error instanceof TypeError || error instanceof Deno.errors.NotCapable) throw error;
      return null;
    }
    if (reads && !file.statSync().isFile) {
      file.close();
      throw new TypeError(`Cannot run DiskFile.open: ${name} must be a file but is a folder or a device`);
    }
    const opened = new DiskFile(new DiskStore(name, file), mode);
    return quiet ? opened.quiet() : opened;
  }
}
