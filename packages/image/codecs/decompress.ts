import type { Tensor } from "@taimatsu/tensor";
import { decode, decodeAside, type DecodeOptions, type ImageChannels } from "./decode.ts";
import type { ImageFormat } from "./format.ts";
import { type ImageType, toOptions } from "./load.ts";
import { fromBytes } from "./source.ts";

function decompressAs(
  caller: string,
  bytes: Uint8Array | Tensor,
  options: DecodeOptions | ImageChannels | undefined,
  type: ImageType | undefined,
  format?: ImageFormat,
): Tensor {
  return decode(caller, fromBytes(caller, bytes), toOptions(caller, options, type), format);
}

/**
 * Decodes an image from the bytes of a file; see {@linkcode load}.
 *
 * @param bytes The file: a `Uint8Array` or a uint8 tensor with one dimension.
 * @param options How it is read; or Torch7's `depth`, followed by `type`.
 * @param type Element type, if `options` is a number of channels.
 * @throws {ImageFormatError} If the file is damaged, too large or of a format that is not read.
 *
 * @example Usage
 * ```ts
 * import { compressPNG, decompress } from "@taimatsu/image";
 * import { arange } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const image = arange(0, 12).view(3, 2, 2).byte();
 * assert(decompress(compressPNG(image), { dtype: "uint8" }).equal(image));
 * ```
 */
export function decompress(
  bytes: Uint8Array | Tensor,
  options?: DecodeOptions | ImageChannels,
  type?: ImageType,
): Tensor {
  return decompressAs("decompress", bytes, options, type);
}

/**
 * As {@linkcode decompress} on another thread, while this one goes on. The bytes are copied first.
 *
 * @example Usage
 * ```ts
 * import { compressJPG, decompressAsync } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((await decompressAsync(compressJPG(zeros([3, 8, 9])))).shape, [3, 8, 9]);
 * ```
 */
export async function decompressAsync(bytes: Uint8Array | Tensor, options: DecodeOptions = {}): Promise<Tensor> {
  const source = { bytes: fromBytes("decompressAsync", bytes).bytes.slice() };
  return await decodeAside("decompressAsync", source, options);
}

/**
 * As {@linkcode decompress} for bytes that must be a JPEG file.
 *
 * @example Usage
 * ```ts
 * import { compressJPG, decompressJPG } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decompressJPG(compressJPG(zeros([1, 8, 9])), 3, "byte").shape, [3, 8, 9]);
 * ```
 */
export function decompressJPG(
  bytes: Uint8Array | Tensor,
  options?: DecodeOptions | ImageChannels,
  type?: ImageType,
): Tensor {
  return decompressAs("decompressJPG", bytes, options, type, "JPEG");
}

/**
 * As {@linkcode decompress} for bytes that must be a PNG file.
 *
 * @example Usage
 * ```ts
 * import { compressPNG, decompressPNG } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decompressPNG(compressPNG(zeros([2, 8, 9]))).shape, [2, 8, 9]);
 * ```
 */
export function decompressPNG(
  bytes: Uint8Array | Tensor,
  options?: DecodeOptions | ImageChannels,
  type?: ImageType,
): Tensor {
  return decompressAs("decompressPNG", bytes, options, type, "PNG");
}
