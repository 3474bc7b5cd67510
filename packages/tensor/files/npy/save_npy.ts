import { checkTensor, describe } from "../../check.ts";
import { elementSizeOf } from "../../codes.ts";
import { viewAt } from "../../make.ts";
import type { Tensor } from "../../tensor.ts";
import { writeAtomically } from "../atomic_write.ts";
import { chunksOf } from "../tensor_chunks.ts";
import { descrOf } from "./descr.ts";
import { encodeHeader } from "./header.ts";

/** How a .npy file is written. */
export interface NpyOptions {
  /**
   * Whether the first index changes fastest in the file. By default as NumPy does: if the elements lie so in memory, as those of a
   * transposed tensor do.
   */
  fortranOrder?: boolean;
}

/** A tensor as a .npy file. */
export interface NpyParts {
  /** Bytes of the file. */
  readonly size: number;
  /** Returns its bytes in parts, each of which is used before the next one is asked for. */
  readonly chunks: () => Iterable<Uint8Array>;
}

/**
 * Returns a tensor as a .npy file.
 *
 * @param name What messages call the tensor.
 * @throws {TypeError} If it is none, or NumPy does not have its dtype.
 */
export function npyParts(caller: string, name: string, x: Tensor, options: NpyOptions): NpyParts {
  checkTensor(caller, name, x);
  const { shape, strides, offset, count } = x, descr = descrOf(caller, name, x.dtype);
  const reversed = viewAt(x, shape.toReversed(), strides.toReversed(), offset);
  const { fortranOrder = !x.dense && reversed.dense } = options;
  if (typeof fortranOrder !== "boolean") {
    throw new TypeError(`Cannot run ${caller}: fortranOrder must be true or false but is ${describe(fortranOrder)}`);
  }
  const header = encodeHeader(descr, fortranOrder, shape.length === 0 ? [0] : shape);
  return {
    size: header.length + count * elementSizeOf(x.store.code),
    *chunks() {
      yield header;
      yield* chunksOf(fortranOrder ? reversed : x);
    },
  };
}

/**
 * Writes a tensor into a file as NumPy's `np.save` does, byte for byte. The file is written beside its place and renamed when it is
 * complete. Elements that are not contiguous are written in parts, without a copy of all; those of a GPU too.
 *
 * A tensor without dimensions is empty and is written with the size [0].
 *
 * @param path The file; its folder must be writable. Nothing is appended to the name.
 * @param x The tensor.
 * @param options The order of its elements.
 * @throws {TypeError} If `x` is bfloat16, which NumPy does not have: convert it.
 *
 * @example Usage
 * ```ts
 * import { loadNpy, saveNpy, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".npy" });
 * saveNpy(path, tensor([[1, 2, 3], [4, 5, 6]]), { fortranOrder: true });
 * assertEquals(loadNpy(path).stride(), [1, 2]);
 * await Deno.remove(path);
 * ```
 */
export function saveNpy(path: string | URL, x: Tensor, options: NpyOptions = {}): void {
  const { chunks } = npyParts("saveNpy", "x", x, options);
  writeAtomically("saveNpy", path, (writer) => {
    for (const chunk of chunks()) writer.bytes(chunk);
  });
}

/**
 * As {@linkcode saveNpy}, into bytes in memory.
 *
 * @param x The tensor.
 * @param options The order of its elements.
 * @throws {TypeError} If `x` is bfloat16.
 *
 * @example Usage
 * ```ts
 * import { encodeNpy, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(encodeNpy(zeros([4])).length, 128 + 16);
 * ```
 */
export function encodeNpy(x: Tensor, options: NpyOptions = {}): Uint8Array<ArrayBuffer> {
  const { size, chunks } = npyParts("encodeNpy", "x", x, options), bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
