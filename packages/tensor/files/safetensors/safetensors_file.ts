import { formatSize } from "../../check.ts";
import { type Dtype, DTYPES } from "../../dtype.ts";
import { FRAME_LAYOUT } from "../../frame.ts";
import { overStorage } from "../../make.ts";
import type { Tensor } from "../../tensor.ts";
import { ByteReader } from "../byte_reader.ts";
import { type ByteSource, openSource } from "../byte_source.ts";
import { emptyRecord, unknownName } from "../named_tensors.ts";
import { type FileDtype, readElements } from "../read_elements.ts";
import { safetensorsType, SUPPORTED } from "./dtypes.ts";
import { readSafetensorsHeader, type TensorEntry } from "./header.ts";

/**
 * A safetensors file that is open: tensors are read when they are asked for. Made by {@linkcode openSafetensors}.
 *
 * @example Usage
 * ```ts
 * import { openSafetensors, saveSafetensors, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
 * saveSafetensors(path, { x: tensor([[1, 2]]) }, { metadata: { epoch: "3" } });
 * {
 *   using file = openSafetensors(path);
 *   assertEquals([file.names, file.shape("x"), file.dtype("x")], [["x"], [1, 2], "float32"]);
 *   assertEquals(file.metadata.epoch, "3");
 *   assertEquals(file.get("x").toArray(), [[1, 2]]);
 * }
 * await Deno.remove(path);
 * ```
 */
export class SafetensorsFile implements Disposable {
  /** Text that belongs to the file, in an object that inherits nothing. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly #source: ByteSource;
  readonly #reader: ByteReader;
  readonly #tensors: ReadonlyMap<string, TensorEntry>;
  #open = true;

  /** Reads the header of a file; users call {@linkcode openSafetensors}. */
  constructor(source: ByteSource) {
    this.#source = source;
    this.#reader = new ByteReader(source);
    const { metadata, tensors } = readSafetensorsHeader(this.#reader);
    this.metadata = metadata;
    this.#tensors = tensors;
  }

  /** Names of the tensors, in the order of their bytes. */
  get names(): string[] {
    return [...this.#tensors.keys()];
  }

  /** Returns whether there is a tensor of that name. */
  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** Returns the sizes of a tensor; [1] if the file has no dimensions. */
  shape(name: string): number[] {
    const { shape } = this.#entry("shape", name);
    return shape.length === 0 ? [1] : [...shape];
  }

  /**
   * Returns the dtype that a tensor has when it is read.
   *
   * @throws {FileFormatError} If tensors have none such: floats of 8 bits and fewer, complex numbers.
   */
  dtype(name: string): Dtype {
    return DTYPES[this.#type(name, this.#entry("dtype", name)).code]!;
  }

  /**
   * Reads a tensor straight into its memory.
   *
   * @param name Its name.
   * @returns A new tensor on the CPU.
   * @throws {RangeError} If there is none of that name.
   * @throws {FileFormatError} If its dtype is one that tensors do not have, or a uint64 exceeds 2⁶³ − 1.
   */
  get(name: string): Tensor {
    const entry = this.#entry("get", name), type = this.#type(name, entry), reader = this.#reader;
    const { shape, begin, end } = entry, text = `tensor ${JSON.stringify(name)}`;
    if (!this.#open) throw new TypeError("Cannot run SafetensorsFile.get: the file is closed");
    if (shape.length > FRAME_LAYOUT.MAX_DIMS) {
      const most = FRAME_LAYOUT.MAX_DIMS;
      throw reader.error(`${text} must have at most ${most} dimensions but is ${formatSize(shape)}`, begin);
    }
    reader.position = begin;
    const storage = readElements(reader, type, (end - begin) / type.width, text);
    return overStorage(storage, 0, shape.length === 0 ? [1] : shape);
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

  #entry(method: string, name: string): TensorEntry {
    const entry = this.#tensors.get(name);
    if (entry !== undefined) return entry;
    throw unknownName(`SafetensorsFile.${method}`, this.names, name);
  }

  #type(name: string, { dtype, begin }: TensorEntry): FileDtype {
    const type = safetensorsType(dtype);
    if (type !== undefined) return type;
    const text = `tensor ${JSON.stringify(name)} must have ${SUPPORTED} as dtype but has ${dtype}`;
    throw this.#reader.error(`${text}, which tensors cannot hold`, begin);
  }
}

function open(caller: string, path: string | URL | Uint8Array): SafetensorsFile {
  const source = openSource(caller, path);
  try {
    return new SafetensorsFile(source);
  } catch (error) {
    source[Symbol.dispose]();
    throw error;
  }
}

/**
 * Opens a safetensors file and reads its header alone: which tensors there are, and the metadata. Tensors are read when they are asked
 * for, so that a file of many gigabytes takes no more memory than those that are used.
 *
 * @param path The file, or its bytes.
 * @throws {FileFormatError} If the file is damaged: the header is no JSON or longer than 100 MB, a name occurs twice, sizes do not fit
 * the bytes, or bytes belong to no tensor or to several.
 *
 * @example Usage
 * ```ts
 * import { openSafetensors, type Tensor } from "@taimatsu/tensor";
 *
 * function weightsOf(path: string): Tensor {
 *   using file = openSafetensors(path);
 *   return file.get("weights");
 * }
 * ```
 */
export function openSafetensors(path: string | URL | Uint8Array): SafetensorsFile {
  return open("openSafetensors", path);
}

/**
 * Reads all tensors of a safetensors file. The metadata is that of {@linkcode openSafetensors}.
 *
 * A tensor keeps the dtype of the file; U16 becomes int32, U32 and U64 become int64, exactly. One without dimensions becomes one of size
 * [1], because a tensor without dimensions is empty.
 *
 * @param path The file, or its bytes.
 * @returns The tensors by name, on the CPU, in an object that inherits nothing.
 * @throws {FileFormatError} If the file is damaged, or a dtype is one that tensors do not have.
 *
 * @example Usage
 * ```ts
 * import { loadSafetensors, saveSafetensors, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
 * saveSafetensors(path, { x: tensor([1, 2]) });
 * assertEquals(loadSafetensors(path).x!.toArray(), [1, 2]);
 * await Deno.remove(path);
 * ```
 */
export function loadSafetensors(path: string | URL | Uint8Array): Record<string, Tensor> {
  using file = open("loadSafetensors", path);
  const tensors = emptyRecord<Tensor>();
  for (const name of file.names) tensors[name] = file.get(name);
  return tensors;
}
