import { checkFinite, checkRange, type Tensor } from "@taimatsu/tensor";
import { Canvas, type FillOptions, type Paint } from "./canvas.ts";

/** Sets the pixels at least `inner` and less than `outer` away from a point. */
function ring(canvas: Canvas, x: number, y: number, inner: number, outer: number, paint: Paint): void {
  const end = Math.min(canvas.height - 1, Math.floor(y + outer));
  for (let row = Math.max(0, Math.ceil(y - outer)); row <= end; row++) {
    const rest = outer ** 2 - (row - y) ** 2, hole = inner ** 2 - (row - y) ** 2;
    if (rest <= 0) continue;
    const reach = Math.sqrt(rest), left = Math.floor(x - reach) + 1, right = Math.ceil(x + reach) - 1;
    if (inner <= 0 || hole <= 0) {
      canvas.span(row, left, right, paint);
      continue;
    }
    const free = Math.sqrt(hole);
    canvas.span(row, left, Math.floor(x - free), paint);
    canvas.span(row, Math.ceil(x + free), right, paint);
  }
}

/**
 * Draws a circle on a copy of an image: the pixels whose distance from the middle is the radius, give or take half of the line's
 * thickness. What lies outside of the image is left out.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param x Column of the middle, from 0; fractions count.
 * @param y Row of the middle.
 * @param radius Radius in pixels.
 * @param options Colours from 0 to 255 for any image, the thickness, and where the result goes: `out: src` draws in place.
 * @returns Sized like `src`. Images without three or four channels get the luma of the colour.
 * @throws {TypeError} If `src` has other sizes or another dtype, or a colour is not three numbers.
 * @throws {RangeError} If a number is not finite, the radius negative, a colour not from 0 to 255, or the thickness no integer
 *   from 1 to 65535.
 *
 * @example Usage
 * ```ts
 * import { drawCircle } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const image = drawCircle(zeros([3, 3]), 1, 1, 1, { color: [255, 255, 255] });
 * assertEquals(image.toArray(), [[1, 1, 1], [1, 0, 1], [1, 1, 1]]);
 * ```
 */
export function drawCircle(src: Tensor, x: number, y: number, radius: number, options: FillOptions = {}): Tensor {
  const caller = "drawCircle", { color = [255, 0, 0], lineWidth = 1, fill } = options;
  const canvas = new Canvas(caller, src, options.out), paint = canvas.paint("color", color);
  const inside = fill === undefined ? undefined : canvas.paint("fill", fill);
  for (const [name, value] of Object.entries({ x, y, radius })) checkFinite(caller, name, value);
  checkRange(caller, "radius", radius, 0, Infinity);
  canvas.checkLineWidth(lineWidth);
  if (inside !== undefined) ring(canvas, x, y, 0, radius, inside);
  ring(canvas, x, y, radius - lineWidth / 2, radius + lineWidth / 2, paint);
  return canvas.finish();
}
