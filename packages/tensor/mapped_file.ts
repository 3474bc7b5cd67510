// Files as storages.
import { checkInteger } from "./check.ts";
import { defaultDtype, type Dtype } from "./dtype.ts";
import { cpu } from "./device.ts";
import { dtypeCode, elementSizeOf } from "./codes.ts";
import { foreignStorage } from "./foreign_memory.ts";
import { frame, result } from "./frame.ts";
import { FILE_SYMBOLS } from "./symbols.ts";
import { Storage } from "./storage.ts";

/** How {@linkcode mapFile} maps a file. */
export interface MapOptions {
  /** Element type; `defaultDtype()` unless given. */
  dtype?: Dtype;
  /** Whether what is written goes into the file, which is then made or extended; false by default. */
  shared?: boolean;
  /** Number of elements; as many whole ones as the file holds by default. */
  length?: number;
}

/** Bytes of a file, which is made or extended where it may be. */
function prepare(path: string, shared: boolean, wanted: number | undefined): number {
  using file = Deno.openSync(path, { read: true, write: shared, create: shared });
  const { size } = file.statSync();
  if (wanted === undefined || wanted <= size) return wanted ?? size;
  if (!shared) {
    throw new RangeError(`Cannot map ${path}: length needs ${wanted} bytes but the file has ${size}`);
  }
  file.truncateSync(wanted);
  return wanted;
}

/**
 * Returns a storage whose elements are those of a file, which the system reads as they are used (`mmap`). Writing changes the
 * storage alone, or the file too if `shared` is set: other processes and Workers that map it see it at once. A file must not
 * be cut while it is mapped. It needs `--allow-ffi` without a path, because memory that others own becomes a buffer, and
 * `--allow-read` (`--allow-write` if shared) for the file.
 *
 * @param path The file.
 * @param options The dtype, whether it is shared, and the length.
 * @throws {RangeError} If the file is shorter than `length` and not shared.
 * @throws {Deno.errors.NotCapable} If a permission is missing.
 * @throws {NativeError} If the system does not map it.
 *
 * @example Usage
 * ```ts
 * import { fromStorage, mapFile } from "@taimatsu/tensor";
 *
 * function meanOf(path: string): number {
 *   return fromStorage(mapFile(path, { dtype: "float32" })).mean(); // reads the file page by page
 * }
 * ```
 */
export function mapFile(path: string, options: MapOptions = {}): Storage {
  const { dtype = defaultDtype(), shared = false, length } = options, width = elementSizeOf(dtypeCode(dtype));
  if (length !== undefined) checkInteger("mapFile", "length", length, 0, Number.MAX_SAFE_INTEGER / 8);
  const available = prepare(path, shared, length === undefined ? undefined : length * width);
  const bytes = available - available % width;
  if (bytes === 0) return new Storage(dtype, 0);
  const text = new TextEncoder().encode(path);
  cpu.check(cpu.open(FILE_SYMBOLS).tm_map_file(text, text.length, +shared, bytes, frame));
  return foreignStorage(dtype, {
    address: result(),
    bytes,
    kind: "a file that is mapped: map it in the Worker too",
    release: (address) => cpu.open(FILE_SYMBOLS).tm_unmap_file(address),
  });
}
