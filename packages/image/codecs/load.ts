import { checkOneOf, type Tensor } from "@taimatsu/tensor";
import { decode, decodeAside, type DecodeOptions, type ImageChannels, type ImageDtype } from "./decode.ts";
import type { ImageFormat } from "./format.ts";
import { fromAddress, fromFile } from "./source.ts";

/** Torch7's names of the element types, and ours. */
export type ImageType = "byte" | "float" | "double" | ImageDtype;

const TYPES: Record<ImageType, ImageDtype> = {
  byte: "uint8",
  float: "float32",
  double: "float64",
  uint8: "uint8",
  float32: "float32",
  float64: "float64",
};

/** Makes options of Torch7's positional arguments. */
export function toOptions(
  caller: string,
  options: DecodeOptions | ImageChannels | undefined,
  type: ImageType | undefined,
): DecodeOptions {
  const given = typeof options === "object" && options !== null
    ? options
    : options === undefined
    ? {}
    : { channels: options };
  if (type === undefined) return given;
  checkOneOf(caller, "type", type, Object.keys(TYPES));
  return { ...given, dtype: TYPES[type] };
}

function loadAs(
  caller: string,
  path: string | URL,
  options: DecodeOptions | ImageChannels | undefined,
  type: ImageType | undefined,
  format?: ImageFormat,
): Tensor {
  return decode(caller, fromFile(caller, path), toOptions(caller, options, type), format);
}

/**
 * Reads an image from a file: JPEG, PNG, WebP, GIF, BMP, PPM, PGM or PBM. Which of them is found from its first bytes, whatever its
 * name.
 *
 * The result is [channels, height, width]: 1 channel for gray, 3 for colours; alpha and transparency make it 2 or 4
 * unless `channels` says otherwise. Of an animation it is the first frame. CMYK is converted to RGB. Colour profiles and gamma are not applied. Files that are cut off
 * or damaged are errors. WebP and GIF need a native library that was built where libwebp and giflib are.
 *
 * @param path The file.
 * @param options How it is read.
 * @returns [channels, height, width] of `options.dtype`.
 * @throws {ImageFormatError} If the file is damaged, too large or of a format that is not read.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example Usage
 * ```ts
 * import { load, save } from "@taimatsu/image";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".png" });
 * save(path, rand([3, 20, 30]));
 * assertEquals(load(path).shape, [3, 20, 30]);
 * assertEquals(load(path, { channels: 1, dtype: "uint8" }).shape, [1, 20, 30]);
 * await Deno.remove(path);
 * ```
 */
export function load(path: string | URL, options?: DecodeOptions): Tensor;
/** As above with Torch7's positional arguments: number of channels and `"float"`, `"double"` or `"byte"`. */
export function load(path: string | URL, depth?: ImageChannels, type?: ImageType): Tensor;
export function load(path: string | URL, options?: DecodeOptions | ImageChannels, type?: ImageType): Tensor {
  return loadAs("load", path, options, type);
}

/**
 * As {@linkcode load}, decoding on another thread while this one goes on: start several at once to use several processors. An
 * address that is no file's is fetched.
 *
 * @param path The file, or an address.
 * @param options How it is read.
 * @throws {ImageFormatError} If the file is damaged, too large or of a format that is not read.
 * @throws {Error} If an address does not answer with a file.
 *
 * @example Usage
 * ```ts
 * import { loadAsync, save } from "@taimatsu/image";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".jpg" });
 * save(path, rand([3, 20, 30]));
 * const [a, b] = await Promise.all([loadAsync(path), loadAsync(path, { channels: 1 })]);
 * assertEquals([a.shape, b.shape], [[3, 20, 30], [1, 20, 30]]);
 * await Deno.remove(path);
 * ```
 */
export async function loadAsync(path: string | URL, options: DecodeOptions = {}): Promise<Tensor> {
  return await decodeAside("loadAsync", await fromAddress("loadAsync", path), options);
}

/**
 * As {@linkcode load} for a file that must be a JPEG.
 *
 * @example Usage
 * ```ts
 * import { loadJPG, saveJPG } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * saveJPG(path, zeros([1, 8, 9]));
 * assertEquals(loadJPG(path, 3, "byte").shape, [3, 8, 9]);
 * await Deno.remove(path);
 * ```
 */
export function loadJPG(path: string | URL, options?: DecodeOptions | ImageChannels, type?: ImageType): Tensor {
  return loadAs("loadJPG", path, options, type, "JPEG");
}

/**
 * As {@linkcode load} for a file that must be a PNG.
 *
 * @example Usage
 * ```ts
 * import { loadPNG, savePNG } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * savePNG(path, zeros([4, 8, 9]));
 * assertEquals(loadPNG(path).shape, [4, 8, 9]);
 * await Deno.remove(path);
 * ```
 */
export function loadPNG(path: string | URL, options?: DecodeOptions | ImageChannels, type?: ImageType): Tensor {
  return loadAs("loadPNG", path, options, type, "PNG");
}

/**
 * As {@linkcode load} for a file that must be a PPM, PGM or PBM: text or bytes, 1 to 16 bits.
 *
 * @example Usage
 * ```ts
 * import { loadPPM, savePPM } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * savePPM(path, zeros([3, 8, 9]));
 * assertEquals(loadPPM(path).shape, [3, 8, 9]);
 * await Deno.remove(path);
 * ```
 */
export function loadPPM(path: string | URL, options?: DecodeOptions | ImageChannels, type?: ImageType): Tensor {
  return loadAs("loadPPM", path, options, type, "PNM");
}
