import { checkInteger, checkOneOf, describe, random, type RandomOptions, type Tensor, uniform } from "@taimatsu/tensor";
import { freshZero } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { part, planesOf, sized } from "../geometry/planes.ts";
import { scale, type ScaleOptions } from "../geometry/scale.ts";
import { checkPair, checkRandomOptions, imagesOf } from "./images.ts";

/** Options of {@linkcode randomCrop}. */
export interface RandomCropOptions extends RandomOptions {
  /** Pixels of the value 0 around the image that the part may reach into; 0 by default. */
  padding?: number;
}

/** Options of {@linkcode randomResizedCrop}. */
export interface RandomResizedCropOptions extends RandomOptions, Pick<ScaleOptions, "mode" | "antialias"> {
  /** Least and largest part of the area; [0.08, 1] by default. */
  area?: readonly [number, number];
  /** Least and largest width divided by height; [3/4, 4/3] by default. */
  ratio?: readonly [number, number];
}

/** Copies to a window of `r` what there is of a window of `x` that begins at (x0, y0), which may lie outside. */
function copyWindow(r: Tensor, x: Tensor, x0: number, y0: number): void {
  const [, , h, w] = planesOf(r), [, , height, width] = planesOf(x);
  const left = Math.max(0, x0),
    top = Math.max(0, y0),
    right = Math.min(width, x0 + w),
    bottom = Math.min(height, y0 + h);
  if (left >= right || top >= bottom) return;
  part("randomCrop", r, left - x0, top - y0, right - x0, bottom - y0).copy(
    part("randomCrop", x, left, top, right, bottom),
  );
}

/**
 * Returns a part of an image from a random place; of each image of a batch from another.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param w Columns of the part.
 * @param h Rows of the part.
 * @param options `padding`; `generator` is the source of chance.
 * @returns [..., h, w].
 * @throws {RangeError} If the padded image is smaller than the part.
 *
 * @example Usage
 * ```ts
 * import { randomCrop } from "@taimatsu/image";
 * import { Generator, ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const generator = new Generator(1);
 * assertEquals(randomCrop(ones([3, 32, 32]), 28, 24, { padding: 4, generator }).size(), [3, 24, 28]);
 * ```
 */
export function randomCrop(src: Tensor, w: number, h: number, options: RandomCropOptions = {}): Tensor {
  checkImage("randomCrop", "src", src);
  checkRandomOptions("randomCrop", options);
  const { padding = 0 } = options, [, , height, width] = planesOf(src);
  checkInteger("randomCrop", "padding", padding, 0, 2 ** 24);
  checkInteger("randomCrop", "w", w, 1, width + 2 * padding);
  checkInteger("randomCrop", "h", h, 1, height + 2 * padding);
  const r = freshZero(src.store.code, sized("randomCrop", src, w, h), src.store.device), images = imagesOf(src);
  imagesOf(r).forEach((to, k) => {
    const x = random(0, width + 2 * padding - w, options), y = random(0, height + 2 * padding - h, options);
    copyWindow(to, images[k]!, x - padding, y - padding);
  });
  return r;
}

/** Draws a part of an image: [left, top, width, height]. */
function draw(width: number, height: number, options: RandomResizedCropOptions): [number, number, number, number] {
  const { area = [0.08, 1], ratio = [3 / 4, 4 / 3] } = options;
  for (let trial = 0; trial < 10; trial++) {
    const size = width * height * uniform(area[0], area[1], options);
    const shape = Math.exp(uniform(Math.log(ratio[0]), Math.log(ratio[1]), options));
    const w = Math.round(Math.sqrt(size * shape)), h = Math.round(Math.sqrt(size / shape));
    if (w > 0 && h > 0 && w <= width && h <= height) {
      return [random(0, width - w, options), random(0, height - h, options), w, h];
    }
  }
  const w = Math.max(1, Math.min(width, Math.round(height * ratio[1])));
  const h = Math.max(1, Math.min(height, Math.round(width / ratio[0])));
  return [Math.floor((width - w) / 2), Math.floor((height - h) / 2), w, h];
}

/**
 * Returns a part of random size, shape and place, scaled to one size; of each image of a batch another part. Where none fits in ten
 * trials, it is the largest part in the middle that has an allowed shape.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param w Columns of the result.
 * @param h Rows of the result.
 * @param options `area`, `ratio`; `mode` and `antialias` as in `scale`; `generator` is the source of chance.
 * @returns [..., h, w].
 * @throws {RangeError} If area or ratio are not rising positive numbers.
 * @throws {TypeError} If mode and antialias do not fit.
 *
 * @example Usage
 * ```ts
 * import { randomResizedCrop } from "@taimatsu/image";
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(randomResizedCrop(ones([2, 3, 50, 40]), 24, 24).size(), [2, 3, 24, 24]);
 * ```
 */
export function randomResizedCrop(
  src: Tensor,
  w: number,
  h: number,
  options: RandomResizedCropOptions = {},
): Tensor {
  checkImage("randomResizedCrop", "src", src);
  checkRandomOptions("randomResizedCrop", options);
  checkInteger("randomResizedCrop", "w", w, 1);
  checkInteger("randomResizedCrop", "h", h, 1);
  const { area, ratio, mode = "bilinear", antialias = mode === "lanczos" } = options,
    [, , height, width] = planesOf(src);
  if (area !== undefined) checkPair("randomResizedCrop", "area", area, Number.MIN_VALUE, 1);
  if (ratio !== undefined) checkPair("randomResizedCrop", "ratio", ratio, 1e-6, 1e6);
  checkOneOf("randomResizedCrop", "mode", mode, ["simple", "bilinear", "bicubic", "lanczos"]);
  const fitting = mode === "simple" ? [false] : mode === "lanczos" ? [true] : [false, true];
  if (!fitting.includes(antialias)) {
    throw new TypeError(
      `Cannot run randomResizedCrop: antialias must be ${fitting.join(" or ")} in the mode "${mode}" but is ${
        describe(antialias)
      }`,
    );
  }
  const r = freshZero(src.store.code, sized("randomResizedCrop", src, w, h), src.store.device), images = imagesOf(src);
  imagesOf(r).forEach((to, k) => {
    const [x, y, wide, high] = draw(width, height, options);
    to.copy(scale(part("randomResizedCrop", images[k]!, x, y, x + wide, y + high), w, h, { mode, antialias }));
  });
  return r;
}
