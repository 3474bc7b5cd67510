import type { Tensor } from "@taimatsu/tensor";
import { readHeader, shapeOf } from "./decode.ts";
import type { ImageFormat } from "./format.ts";
import { fromBytes, fromFile } from "./source.ts";

/** How the size of an image is told. */
export interface SizeOptions {
  /** Whether height and width are those after turning as EXIF data say; false by default. */
  orient?: boolean;
}

function sizeAs(
  caller: string,
  source: string | URL | Uint8Array | Tensor,
  options: SizeOptions = {},
  format?: ImageFormat,
): [number, number, number] {
  const named = typeof source === "string" || source instanceof URL;
  return shapeOf(
    readHeader(caller, named ? fromFile(caller, source) : fromBytes(caller, source), format),
    options.orient ?? false,
  );
}

/**
 * Returns the size that {@linkcode load} would give an image, without decoding it.
 *
 * @param source A file, or the bytes of one.
 * @param options Whether the picture counts as turned.
 * @returns [channels, height, width]
 * @throws {ImageFormatError} If the file is damaged or of a format that is not read.
 *
 * @example Usage
 * ```ts
 * import { compressPNG, getSize } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(getSize(compressPNG(zeros([3, 8, 9]))), [3, 8, 9]);
 * ```
 */
export function getSize(
  source: string | URL | Uint8Array | Tensor,
  options?: SizeOptions,
): [channels: number, height: number, width: number] {
  return sizeAs("getSize", source, options);
}

/**
 * As {@linkcode getSize} for a file that must be a JPEG.
 *
 * @example Usage
 * ```ts
 * import { compressJPG, getJPGSize } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(getJPGSize(compressJPG(zeros([3, 8, 9]))), [3, 8, 9]);
 * ```
 */
export function getJPGSize(
  source: string | URL | Uint8Array | Tensor,
  options?: SizeOptions,
): [channels: number, height: number, width: number] {
  return sizeAs("getJPGSize", source, options, "JPEG");
}

/**
 * As {@linkcode getSize} for a file that must be a PNG.
 *
 * @example Usage
 * ```ts
 * import { compressPNG, getPNGSize } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(getPNGSize(compressPNG(zeros([4, 8, 9]))), [4, 8, 9]);
 * ```
 */
export function getPNGSize(
  source: string | URL | Uint8Array | Tensor,
  options?: SizeOptions,
): [channels: number, height: number, width: number] {
  return sizeAs("getPNGSize", source, options, "PNG");
}

/**
 * As {@linkcode getSize} for a file that must be a PPM, PGM or PBM.
 *
 * @example Usage
 * ```ts
 * import { getPPMSize } from "@taimatsu/image";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(getPPMSize(new TextEncoder().encode("P2 3 1 9 0 4 9")), [1, 1, 3]);
 * ```
 */
export function getPPMSize(
  source: string | URL | Uint8Array | Tensor,
  options?: SizeOptions,
): [channels: number, height: number, width: number] {
  return sizeAs("getPPMSize", source, options, "PNM");
}
