import type { Tensor } from "@taimatsu/tensor";
import { encode, type JPGOptions, type PNGOptions, type WebPOptions } from "./encode.ts";

/**
 * Returns an image as the bytes of a JPEG file.
 *
 * Floats are cut to 0 to 1, multiplied by 255 and truncated, as Torch7 does; values far outside are an error unless `clamp`.
 *
 * @param image [height, width] or [1 or 3, height, width]; uint8, float32 or float64.
 * @param options Quality and kind of the file.
 * @throws {TypeError} If the image has another size or dtype.
 * @throws {RangeError} If values are far outside 0 to 1.
 *
 * @example Usage
 * ```ts
 * import { compressJPG, decompressJPG } from "@taimatsu/image";
 * import { full } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const image = full([3, 4, 4], 0.5);
 * assertClose(decompressJPG(compressJPG(image, { quality: 90 })), image, { absolute: 0.01 });
 * ```
 */
export function compressJPG(image: Tensor, options: JPGOptions = {}): Uint8Array<ArrayBuffer> {
  return encode("compressJPG", "JPEG", image, options, [1, 3]);
}

/**
 * Returns an image as the bytes of a PNG file, which keeps bytes exactly.
 *
 * Floats are cut to 0 to 1, multiplied by 255 and truncated, as Torch7 does, or by 65535 with `bits: 16`; values far outside are
 * an error unless `clamp`. What {@linkcode decompress} returns, in any dtype, gives the same file content again.
 *
 * @param image [height, width] or [channels, height, width]: gray, gray and alpha, RGB or RGBA; uint8, float32 or float64.
 * @param options Bits and compression.
 * @throws {TypeError} If the image has another size or dtype.
 * @throws {RangeError} If values are far outside 0 to 1.
 *
 * @example Usage
 * ```ts
 * import { compressPNG, decompressPNG } from "@taimatsu/image";
 * import { full } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(decompressPNG(compressPNG(full([3, 4, 4], 0.5))), full([3, 4, 4], 127 / 255));
 * ```
 */
export function compressPNG(image: Tensor, options: PNGOptions = {}): Uint8Array<ArrayBuffer> {
  return encode("compressPNG", "PNG", image, options, [1, 2, 3, 4]);
}

/**
 * Returns an image as the bytes of a WebP file, which has no gray: such images become colours.
 *
 * Floats are cut to 0 to 1, multiplied by 255 and truncated; values far outside are an error unless `clamp`.
 *
 * @param image [height, width] or [channels, height, width]: gray, gray and alpha, RGB or RGBA; uint8, float32 or float64.
 * @param options Quality, or whether bytes are kept.
 * @throws {TypeError} If the image has another size or dtype.
 * @throws {RangeError} If values are far outside 0 to 1.
 * @throws {Error} If the native library was built without libwebp; the message says how to get it.
 *
 * @example Usage
 * ```ts
 * import { compressWebP, decompress } from "@taimatsu/image";
 * import { arange } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const image = arange(0, 12).view(3, 2, 2).byte();
 * assert(decompress(compressWebP(image, { lossless: true }), { dtype: "uint8" }).equal(image));
 * ```
 */
export function compressWebP(image: Tensor, options: WebPOptions = {}): Uint8Array<ArrayBuffer> {
  return encode("compressWebP", "WebP", image, options, [1, 2, 3, 4]);
}
