import { describe, type Tensor } from "@taimatsu/tensor";
import { encode, type JPGOptions, type PNGOptions, type PPMOptions, type WebPOptions } from "./encode.ts";
import { type ImageFormat, suffixOf, supportedFiletypes } from "./format.ts";
import { checkPath } from "./source.ts";

/** How an image is written; each format takes what it knows. */
export interface SaveOptions extends JPGOptions, PNGOptions, WebPOptions {}

type Saver = (path: string | URL, image: Tensor, options?: SaveOptions) => void;

/** Writes a file of a format, if that takes so many channels. */
function write(
  caller: string,
  path: string | URL,
  format: ImageFormat,
  image: Tensor,
  options: SaveOptions,
  channels: readonly number[],
): void {
  checkPath(caller, path);
  Deno.writeFileSync(path, encode(caller, format, image, options, channels));
}

/**
 * Writes an image to a file whose name says the format: `.jpg`, `.jpeg`, `.png`, `.ppm`, `.pgm` or `.webp`, in any letters.
 *
 * Bytes are written as they are. Floats are cut to 0 to 1, multiplied by 255 and truncated, as Torch7 does; values far outside
 * (below −1 or above 2, as in an image from 0 to 255) are an error unless `clamp` is set.
 *
 * @param path The file.
 * @param image [height, width] or [channels, height, width] with 1 or 3 channels; PNG and WebP also take 2 and 4, PPM 3 only, PGM 1 only.
 * @param options Quality, compression, bits.
 * @throws {TypeError} If the image has another size or dtype, or the name another suffix.
 * @throws {RangeError} If values are far outside 0 to 1.
 *
 * @example Usage
 * ```ts
 * import { load, save } from "@taimatsu/image";
 * import { arange } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".png" }), image = arange(0, 12).view(1, 3, 4).div(11);
 * save(path, image, { bits: 16 });
 * assert(load(path).dist(image) < 1e-4);
 * await Deno.remove(path);
 * ```
 */
export function save(path: string | URL, image: Tensor, options: SaveOptions = {}): void {
  const suffix = suffixOf(typeof path === "string" ? path : path.pathname);
  const saver = SAVERS[suffix];
  if (saver === undefined) {
    throw new TypeError(
      `Cannot run save: path must end in ${supportedFiletypes.map((end) => `.${end}`).join(", ")} but is ${
        describe(String(path))
      }`,
    );
  }
  saver(path, image, options);
}

/**
 * Writes an image to a JPEG file, whatever its name; see {@linkcode compressJPG}.
 *
 * @example Usage
 * ```ts
 * import { loadJPG, saveJPG } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * saveJPG(path, zeros([3, 8, 9]), { quality: 90 });
 * assertEquals(loadJPG(path).shape, [3, 8, 9]);
 * await Deno.remove(path);
 * ```
 */
export function saveJPG(path: string | URL, image: Tensor, options: JPGOptions = {}): void {
  write("saveJPG", path, "JPEG", image, options, [1, 3]);
}

/**
 * Writes an image to a PNG file, whatever its name; see {@linkcode compressPNG}.
 *
 * @example Usage
 * ```ts
 * import { loadPNG, savePNG } from "@taimatsu/image";
 * import { ones } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const path = await Deno.makeTempFile(), image = ones([4, 8, 9]);
 * savePNG(path, image);
 * assert(loadPNG(path).equal(image));
 * await Deno.remove(path);
 * ```
 */
export function savePNG(path: string | URL, image: Tensor, options: PNGOptions = {}): void {
  write("savePNG", path, "PNG", image, options, [1, 2, 3, 4]);
}

/**
 * Writes an image of three channels to a PPM file, whatever its name.
 *
 * @example Usage
 * ```ts
 * import { loadPPM, savePPM } from "@taimatsu/image";
 * import { ones } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const path = await Deno.makeTempFile(), image = ones([3, 8, 9]);
 * savePPM(path, image);
 * assert(loadPPM(path).equal(image));
 * await Deno.remove(path);
 * ```
 */
export function savePPM(path: string | URL, image: Tensor, options: PPMOptions = {}): void {
  write("savePPM", path, "PNM", image, options, [3]);
}

/**
 * Writes a gray image to a PGM file, whatever its name.
 *
 * @example Usage
 * ```ts
 * import { loadPPM, savePGM } from "@taimatsu/image";
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * savePGM(path, ones([8, 9]));
 * assertEquals(loadPPM(path).shape, [1, 8, 9]);
 * await Deno.remove(path);
 * ```
 */
export function savePGM(path: string | URL, image: Tensor, options: PPMOptions = {}): void {
  write("savePGM", path, "PNM", image, options, [1]);
}

/**
 * Writes an image to a WebP file, whatever its name; see {@linkcode compressWebP}.
 *
 * @example Usage
 * ```ts
 * import { load, saveWebP } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * saveWebP(path, zeros([3, 8, 9]), { quality: 90 });
 * assertEquals(load(path).shape, [3, 8, 9]);
 * await Deno.remove(path);
 * ```
 */
export function saveWebP(path: string | URL, image: Tensor, options: WebPOptions = {}): void {
  write("saveWebP", path, "WebP", image, options, [1, 2, 3, 4]);
}

/** What writes the files of a suffix. */
const SAVERS: Readonly<Record<string, Saver>> = {
  jpg: saveJPG,
  jpeg: saveJPG,
  png: savePNG,
  ppm: savePPM,
  pgm: savePGM,
  webp: saveWebP,
};
