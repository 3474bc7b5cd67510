import { checkRange, describe, type OutOption, type Tensor } from "@taimatsu/tensor";
import { receiver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { convolve } from "../filters/convolve.ts";
import { gaussian } from "../filters/gaussian.ts";
import { planesOf } from "./planes.ts";
import { scale } from "./scale.ts";

/** Options of {@linkcode gaussianpyramid}. */
export interface PyramidOptions {
  /** Receive the images, in turn; missing ones are new. */
  out?: readonly Tensor[];
}

/**
 * Returns an image in several sizes, each blurred before the next is taken from it. Torch7: `image.gaussianpyramid`.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param scales Sizes relative to `src`: the first image is `src` in the first size, and so on; fractions of pixels are cut off.
 * @param options `out` receives the images.
 * @returns An image for each scale, of the dtype of `src`; uint8 is rounded.
 * @throws {TypeError} If `scales` is no list of numbers.
 * @throws {RangeError} If a scale is not positive.
 *
 * @example Usage
 * ```ts
 * import { gaussianpyramid } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const images = gaussianpyramid(zeros([3, 8, 12]), [1, 0.5, 0.25]);
 * assertEquals(images.map((x) => x.size()), [[3, 8, 12], [3, 4, 6], [3, 2, 3]]);
 * ```
 */
export function gaussianpyramid(src: Tensor, scales: readonly number[], options: PyramidOptions = {}): Tensor[] {
  checkImage("gaussianpyramid", "src", src);
  if (!Array.isArray(scales)) {
    throw new TypeError(`Cannot run gaussianpyramid: scales must be a list of numbers but is ${describe(scales)}`);
  }
  scales.forEach((factor) => checkRange("gaussianpyramid", "a scale", factor, Number.MIN_VALUE, 2 ** 24));
  const [, , height, width] = planesOf(src), bytes = src.dtype === "uint8";
  const kernel = gaussian({ normalize: true, dtype: "float64" });
  let blurred = bytes ? src.float() : src;
  const images = scales.map((factor) => {
    const size = (side: number): number => Math.max(1, Math.trunc(side * factor));
    const image = scale(blurred, size(width), size(height), { mode: "simple" });
    blurred = convolve(image, kernel, "same");
    return bytes ? image.round().byte() : image;
  });
  return images.map((image, k) => {
    const out: OutOption["out"] = options.out?.[k];
    return out === undefined
      ? image
      : receiver("gaussianpyramid", out, image.store.code, image.shape, image.store.device).copy(image);
  });
}
