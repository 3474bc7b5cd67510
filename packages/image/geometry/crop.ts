import { checkInteger, checkOneOf, checkTensor, formatSize, type OutOption, type Tensor } from "@taimatsu/tensor";
import { receiver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { part } from "./planes.ts";

/** Which part of an image is wanted: the centre, or a corner (top or bottom, left or right). */
export type CropFormat = "c" | "tl" | "tr" | "bl" | "br";

function formatted(src: Tensor, format: string, width: number, height: number): Tensor {
  checkOneOf("crop", "format", format, ["c", "tl", "tr", "bl", "br"]);
  checkInteger("crop", "w", width, 1);
  checkInteger("crop", "h", height, 1);
  const n = src.shape.length, restX = src.shape[n - 1]! - width, restY = src.shape[n - 2]! - height;
  const centre = format === "c";
  const x = centre ? Math.floor(restX / 2) : format.endsWith("l") ? 0 : restX;
  const y = centre ? Math.floor(restY / 2) : format.startsWith("t") ? 0 : restY;
  return part("crop", src, x, y, x + width, y + height);
}

/**
 * Returns a part of an image. Torch7: `image.crop`.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param x1 First column, from 0.
 * @param y1 First row, from 0.
 * @param x2 Column behind the last one.
 * @param y2 Row behind the last one.
 * @param options `out` receives the result.
 * @returns A copy, [..., y2 − y1, x2 − x1].
 * @throws {RangeError} If the part is empty or reaches outside.
 *
 * @example Usage
 * ```ts
 * import { crop } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const image = tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
 * assertEquals(crop(image, 1, 0, 3, 2).toArray(), [[2, 3], [5, 6]]);
 * assertEquals(crop(image, "br", 1, 2).toArray(), [[6], [9]]);
 * ```
 */
export function crop(src: Tensor, x1: number, y1: number, x2: number, y2: number, options?: OutOption): Tensor;
/**
 * Returns a corner of an image or its centre, where an odd rest is rounded down at the left and at the top.
 *
 * @param w Columns of the part.
 * @param h Rows of the part.
 */
export function crop(src: Tensor, format: CropFormat, w: number, h: number, options?: OutOption): Tensor;
/** Returns the part from a pixel on that has the size of `out`. */
export function crop(src: Tensor, x1: number, y1: number, options: Required<OutOption>): Tensor;
export function crop(
  src: Tensor,
  first: number | CropFormat,
  second: number,
  third: number | OutOption,
  fourth?: number | OutOption,
  options?: OutOption,
): Tensor {
  checkImage("crop", "src", src);
  let view: Tensor, out: Tensor | undefined;
  if (typeof first === "string") {
    view = formatted(src, first, second, third as number);
    out = (fourth as OutOption | undefined)?.out;
  } else if (typeof third === "object") {
    out = third?.out;
    checkTensor("crop", "out", out);
    const { shape } = out;
    if (shape.length < 2) {
      throw new TypeError(
        `Cannot run crop: out must have at least 2 dimensions to give the size but is ${formatSize(shape)}`,
      );
    }
    view = part("crop", src, first, second, first + shape.at(-1)!, second + shape.at(-2)!);
  } else {
    view = part("crop", src, first, second, third, fourth as number);
    out = options?.out;
  }
  return out === undefined
    ? view.clone()
    : receiver("crop", out, src.store.code, view.shape, src.store.device).copy(view);
}
