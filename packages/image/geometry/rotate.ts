import { checkFinite, checkOneOf, type OutOption, type Tensor, tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { checkFill } from "./border.ts";
import { planesOf, sized } from "./planes.ts";
import { sample } from "./sample.ts";

/** Options of {@linkcode rotate}. */
export interface RotateOptions extends OutOption {
  /** The nearest pixel, or between four; `"simple"` by default. */
  mode?: "simple" | "bilinear";
  /** Whether the result is as large as the whole turned picture; false by default. */
  expand?: boolean;
  /** What surrounds the picture: a value for all channels or a list with one for each; 0 by default. */
  fill?: number | readonly number[];
}

/** Returns cosine and sine, exact for quarters of a turn. */
function turn(theta: number): [cos: number, sin: number] {
  const cos = Math.cos(theta), sin = Math.sin(theta), tiny = 1e-12;
  if (Math.abs(cos) < tiny) return [0, Math.sign(sin)];
  return Math.abs(sin) < tiny ? [Math.sign(cos), 0] : [cos, sin];
}

/**
 * Turns an image about its centre. Torch7: `image.rotate`.
 *
 * Positive angles turn counter-clockwise, as seen on the screen. A quarter of a turn, `Math.PI / 2`:
 *
 * ```text
 *   a b      b d
 *   c d  ->  a c
 * ```
 *
 * A picture turned by +30 degrees: `examples/image_filters/pictures/angles.png`.
 *
 * The picture reaches half a pixel beyond the middles of its outermost pixels.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param theta The angle, in radians.
 * @param options `mode`, `expand`, `fill`; `out` receives the result.
 * @returns Sized like `src`, unless `expand`.
 * @throws {RangeError} If the angle or the fill is not finite.
 *
 * @example Usage
 * ```ts
 * import { rotate } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rotate(tensor([[1, 2], [3, 4]]), Math.PI / 2).toArray(), [[2, 4], [1, 3]]);
 * assertEquals(rotate(tensor([[1, 2, 3]]), Math.PI / 2, { expand: true }).toArray(), [[3], [2], [1]]);
 * ```
 */
export function rotate(src: Tensor, theta: number, options: RotateOptions = {}): Tensor {
  checkImage("rotate", "src", src);
  checkFinite("rotate", "theta", theta);
  const { mode = "simple", expand = false, fill = 0, out } = options, [, channels, height, width] = planesOf(src);
  checkOneOf("rotate", "mode", mode, ["simple", "bilinear"]);
  checkFill("rotate", "fill", fill, channels);
  const [cos, sin] = turn(theta);
  const long = (a: number, b: number): number => expand ? Math.ceil(a * Math.abs(cos) + b * Math.abs(sin) - 1e-9) : a;
  const w = long(width, height), h = long(height, width), x = (w - 1) / 2, y = (h - 1) / 2;
  const map = [
    [cos, sin, (height - 1) / 2 - cos * y - sin * x],
    [-sin, cos, (width - 1) / 2 + sin * y - cos * x],
  ];
  return sample(src, sized("rotate", src, w, h), out, {
    caller: "rotate",
    map: tensor(map, { dtype: "float64" }),
    mode,
    border: "half",
    fill,
  });
}
