import { checkFinite, describe, type Tensor } from "@taimatsu/tensor";
import { Canvas, type FillOptions, type Paint } from "./canvas.ts";

/** Sets the pixels whose middle is inside: a ray to the left crosses an odd number of sides. */
function fillInside(canvas: Canvas, points: readonly (readonly number[])[], paint: Paint): void {
  for (let y = 0; y < canvas.height; y++) {
    const crossings: number[] = [];
    points.forEach(([x1, y1], k) => {
      const [x2, y2] = points[(k + 1) % points.length]!;
      if ((y1! <= y) !== (y2! <= y)) crossings.push(x1! + (y - y1!) * (x2! - x1!) / (y2! - y1!));
    });
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      canvas.span(y, Math.ceil(crossings[k]!), Math.ceil(crossings[k + 1]!) - 1, paint);
    }
  }
}

/**
 * Draws a polygon on a copy of an image: lines from each point to the next and from the last to the first. What lies outside of the
 * image is left out.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param points Columns and rows of the corners, from 0: `[[x, y], …]`.
 * @param options Colours from 0 to 255 for any image, the thickness, and where the result goes: `out: src` draws in place. The
 *   inside of a polygon that crosses itself is what an odd number of its loops encloses.
 * @returns Sized like `src`. Images without three or four channels get the luma of the colour.
 * @throws {TypeError} If `src` has other sizes or another dtype, `points` is no list of pairs, or a colour is not three numbers.
 * @throws {RangeError} If a coordinate is not finite, a colour not from 0 to 255, or the thickness no integer from 1 to 65535.
 *
 * @example Usage
 * ```ts
 * import { drawPolygon } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const image = drawPolygon(zeros([3, 5]), [[2, 0], [4, 2], [0, 2]], { color: [255, 255, 255] });
 * assertEquals(image.toArray(), [[0, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 1, 1, 1, 1]]);
 * ```
 */
export function drawPolygon(
  src: Tensor,
  points: readonly (readonly [number, number])[],
  options: FillOptions = {},
): Tensor {
  const caller = "drawPolygon", { color = [255, 0, 0], lineWidth = 1, fill } = options;
  const canvas = new Canvas(caller, src, options.out), paint = canvas.paint("color", color);
  const inside = fill === undefined ? undefined : canvas.paint("fill", fill);
  if (!Array.isArray(points) || points.length === 0 || points.some((p) => !Array.isArray(p) || p.length !== 2)) {
    throw new TypeError(`Cannot run ${caller}: points must be a list of [x, y] but is ${describe(points)}`);
  }
  for (const point of points) for (const value of point) checkFinite(caller, "points", value);
  canvas.checkLineWidth(lineWidth);
  if (inside !== undefined) fillInside(canvas, points, inside);
  const corners = points.map((point) => point.map(Math.round) as [number, number]);
  corners.forEach(([x1, y1], k) => {
    const [x2, y2] = corners[(k + 1) % corners.length]!;
    canvas.line(x1, y1, x2, y2, lineWidth, paint);
  });
  return canvas.finish();
}
