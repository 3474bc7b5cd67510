import { describe } from "@taimatsu/tensor";

/** A format that is read, and except for GIF and BMP written; PNM stands for PPM, PGM and PBM. */
export type ImageFormat = "JPEG" | "PNG" | "PNM" | "WebP" | "GIF" | "BMP";

/** Formats by their numbers in the native library, `tm_codec_format`. */
export const FORMATS: readonly (ImageFormat | undefined)[] = [
  undefined,
  "JPEG",
  "PNG",
  "PNM",
  "WebP",
  "GIF",
  "BMP",
];

/**
 * The suffixes of file names that {@linkcode save} knows, in small letters (Torch7's `supported_filetypes`). WebP needs a native
 * library that was built where libwebp is; with another one `save` says so.
 *
 * @example Usage
 * ```ts
 * import { supportedFiletypes } from "@taimatsu/image";
 * import { assert } from "@std/assert";
 *
 * assert(supportedFiletypes.includes("png"));
 * ```
 */
export const supportedFiletypes = ["jpg", "jpeg", "png", "ppm", "pgm", "webp"] as const;

/** Returns what follows the last dot of a file's name, in small letters. */
export function suffixOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/**
 * Returns whether files with a suffix can be read and written (Torch7's `is_supported`).
 *
 * @param suffix The end of a file's name, with or without the dot, in any letters.
 *
 * @example Usage
 * ```ts
 * import { isSupported } from "@taimatsu/image";
 * import { assert } from "@std/assert";
 *
 * assert(isSupported("jpg") && isSupported(".PNG") && !isSupported("gif"));
 * ```
 */
export function isSupported(suffix: string): boolean {
  if (typeof suffix !== "string") {
    throw new TypeError(`Cannot run isSupported: suffix must be a string but is ${describe(suffix)}`);
  }
  return (supportedFiletypes as readonly string[]).includes(suffix.replace(/^\./, "").toLowerCase());
}
