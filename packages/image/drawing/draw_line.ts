import { checkFinite, type Tensor } from "@taimatsu/tensor";
import { Canvas, type ShapeOptions } from "./canvas.ts";

/**
 * Draws a straight line on a copy of an image, from one pixel to another; both belong to it. What lies outside of the image is left
 * out.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param x1 Column of the first pixel, from 0; fractions are rounded.
 * @param y1 Row of the first pixel.
 * @param x2 Column of the last pixel.
 * @param y2 Row of the last pixel.
 * @param options The colour from 0 to 255 for any image, the thickness, and where the result goes: `out: src` draws in place.
 * @returns Sized like `src`. Images without three or four channels get the luma of the colour.
 * @throws {TypeError} If `src` has other sizes or another dtype, or the colour is not three numbers.
 * @throws {RangeError} If a coordinate is not finite, the colour not from 0 to 255, or the thickness no integer from 1 to 65535.
 *
 * @example Usage
 * ```ts
 * import { drawLine } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const image = drawLine(zeros([2, 4]), 0, 0, 3, 1, { color: [255, 255, 255] });
 * assertEquals(image.toArray(), [[1, 1, 0, 0], [0, 0, 1, 1]]);
 * ```
 */
export function drawLine(
  src: Tensor,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  options: ShapeOptions = {},
): Tensor {
  const caller = "drawLine", { color = [255, 0, 0], lineWidth = 1 } = options;
  const canvas = new Canvas(caller, src, options.out), paint = canvas.paint("color", color);
  for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) checkFinite(caller, name, value);
  canvas.checkLineWidth(lineWidth);
  canvas.line(Math.round(x1), Math.round(y1), Math.round(x2), Math.round(y2), lineWidth, paint);
  return canvas.finish();
}
