import { describe, formatSize } from "../../check.ts";
import { overStorage, stridesOf } from "../../make.ts";
import type { Tensor } from "../../tensor.ts";
import { ByteReader } from "../byte_reader.ts";
import { openSource } from "../byte_source.ts";
import { readElements } from "../read_elements.ts";
import { readHeader } from "./header.ts";

/** Returns the strides of a tensor whose first index changes fastest. */
function fortranStrides(shape: readonly number[]): readonly number[] {
  return stridesOf(shape.toReversed()).toReversed();
}

/**
 * Reads a header and the elements behind it.
 *
 * @param alone Whether nothing may follow them.
 */
export function readNpy(reader: ByteReader, alone: boolean): Tensor {
  const { type, little, shape, fortran } = readHeader(reader);
  const count = shape.reduce((product, size) => product * size, 1), bytes = count * type.width;
  const what = `a tensor of size ${formatSize(shape)}`;
  reader.expect(bytes, what);
  if (alone && bytes !== reader.remaining) {
    throw reader.error(`${what} of ${bytes} bytes was expected to be all that follows but ${reader.remaining} do`);
  }
  reader.little = little;
  const storage = readElements(reader, type, count, what), sizes = shape.length === 0 ? [1] : shape;
  return overStorage(storage, 0, sizes, fortran ? fortranStrides(sizes) : undefined);
}

/**
 * Reads a tensor from a file that NumPy's `np.save` wrote: formats 1.0, 2.0 and 3.0, either order of bytes.
 *
 * - A tensor keeps the dtype of the file; uint16 becomes int32, uint32 and uint64 become int64, exactly.
 * - An array in Fortran order becomes a tensor with these strides over the elements as they lie in the file.
 * - An array without dimensions becomes a tensor of size [1], because a tensor without dimensions is empty.
 * - As with `np.load`, only the first array is read if several were saved one after the other.
 *
 * @param path The file.
 * @returns The tensor, on the CPU.
 * @throws {FileFormatError} If the file is damaged or no .npy file, its dtype is none that tensors have (complex numbers, strings,
 * objects, fields, dates), or a uint64 exceeds 2⁶³ − 1; it says at which byte, and what was expected.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example Usage
 * ```ts
 * import { loadNpy, saveNpy, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".npy" });
 * saveNpy(path, tensor([[1, 2], [3, 4]]));
 * assertEquals(loadNpy(path).toArray(), [[1, 2], [3, 4]]);
 * await Deno.remove(path);
 * ```
 */
export function loadNpy(path: string | URL): Tensor {
  using source = openSource("loadNpy", path);
  return readNpy(new ByteReader(source), false);
}

/**
 * As {@linkcode loadNpy}, from bytes in memory.
 *
 * @param bytes What {@linkcode encodeNpy} returned, or a whole file.
 * @returns The tensor, which shares no memory with the bytes.
 * @throws {FileFormatError} If they are damaged or no .npy file.
 *
 * @example Usage
 * ```ts
 * import { decodeNpy, encodeNpy, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decodeNpy(encodeNpy(tensor([1, 2]))).toArray(), [1, 2]);
 * ```
 */
export function decodeNpy(bytes: Uint8Array): Tensor {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`Cannot run decodeNpy: bytes must be a Uint8Array but is ${describe(bytes)}`);
  }
  using source = openSource("decodeNpy", bytes);
  return readNpy(new ByteReader(source), false);
}
