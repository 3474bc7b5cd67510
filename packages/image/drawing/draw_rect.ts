import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { Canvas, type FillOptions } from "./canvas.ts";

/**
 * Draws a rectangle on a copy of an image.
 *
 * Corners count from 0 (Torch7's from 1), and both belong to the rectangle. Thick lines reach half of their width to each side, one
 * pixel more to the left and upwards where that is uneven. What lies outside of the image is left out.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param x1 Left column.
 * @param y1 Top row.
 * @param x2 Right column.
 * @param y2 Bottom row.
 * @param options Colours from 0 to 255 for any image, the thickness, and where the result goes: `out: src` draws in place.
 * @returns Sized like `src`. Images without three or four channels get the luma of the colour.
 * @throws {TypeError} If `src` has other sizes or another dtype, or a colour is not three numbers.
 * @throws {RangeError} If a coordinate is no integer, a colour's number not from 0 to 255, or the thickness no integer from 1 to 65535.
 *
 * @example Usage
 * ```ts
 * import { drawRect } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const image = drawRect(zeros([3, 4, 5]), 1, 0, 3, 2);
 * assertEquals(image.select(0, 0).toArray(), [[0, 1, 1, 1, 0], [0, 1, 0, 1, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 0]]);
 * ```
 */
export function drawRect(
  src: Tensor,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  options: FillOptions = {},
): Tensor {
  const caller = "drawRect", { color = [255, 0, 0], lineWidth = 1, fill } = options;
  const canvas = new Canvas(caller, src, options.out), paint = canvas.paint("color", color);
  const inside = fill === undefined ? undefined : canvas.paint("fill", fill);
  for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) checkInteger(caller, name, value, -Infinity);
  canvas.checkLineWidth(lineWidth);
  const [left, right] = x1 < x2 ? [x1, x2] : [x2, x1], [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1];
  const before = lineWidth >> 1, after = lineWidth - 1 - before;
  if (inside !== undefined) canvas.box(left, top, right, bottom, inside);
  for (const y of [top, bottom]) canvas.box(left - before, y - before, right + after, y + after, paint);
  for (const x of [left, right]) canvas.box(x - before, top, x + after, bottom, paint);
  return canvas.finish();
}
