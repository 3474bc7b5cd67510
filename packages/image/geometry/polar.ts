import { checkInteger, checkOneOf, fromBuffer, type OutOption, type Tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { planesOf, sized } from "./planes.ts";
import { sample } from "./sample.ts";

/** Options of {@linkcode polar} and {@linkcode logpolar}. */
export interface PolarOptions extends OutOption {
  /** The nearest pixel, or between four; `"simple"` by default. */
  interp?: "simple" | "bilinear";
  /** Whether radii end at the nearest edge, or at the corners; `"valid"` by default. */
  mode?: "valid" | "full";
  /** Columns of the result; the longer side of the image by default. */
  width?: number;
  /** Rows of the result; the longer side of the image by default. */
  height?: number;
}

const { fround } = Math;

/** Angles and radii are rounded to float32, as in Torch7: they often lie just between two pixels. */
function transform(caller: string, src: Tensor, options: PolarOptions, log: boolean): Tensor {
  checkImage(caller, "src", src);
  const { interp = "simple", mode = "valid", out } = options, [, , height, width] = planesOf(src);
  const side = Math.max(width, height), { width: w = side, height: h = side } = options;
  checkOneOf(caller, "interp", interp, ["simple", "bilinear"]);
  checkOneOf(caller, "mode", mode, ["valid", "full"]);
  checkInteger(caller, "width", w, 1);
  checkInteger(caller, "height", h, 1);
  const shape = sized(caller, src, w, h), plane = w * h, map = new Float64Array(2 * plane);
  const longest = fround(mode === "full" ? Math.hypot(width, height) / 2 : Math.min(width, height) / 2);
  const step = fround(Math.log(longest) / w);
  const radii = Float64Array.from({ length: w }, (_, i) => log ? fround(Math.exp(step * i)) : fround(longest * i / w));
  for (let j = 0; j < h; j++) {
    const angle = fround(2 * Math.PI * j / h), cos = Math.cos(angle), sin = Math.sin(angle);
    for (let i = 0; i < w; i++) {
      map[j * w + i] = radii[i]! * cos + height / 2;
      map[plane + j * w + i] = -radii[i]! * sin + width / 2;
    }
  }
  return sample(src, shape, out, {
    caller,
    map: fromBuffer(map.buffer, "float64", [1, 2, h, w]),
    mode: interp,
    border: "floor",
    fill: 0,
  });
}

/**
 * Unrolls an image about its centre: angles downwards, radii to the right. Torch7: `image.polar`, whose defaults do not work.
 *
 * Row j has the angle 2 π j / h: it starts below the centre and goes to the left of it. What lies outside is 0.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param options `interp`, `mode`, `width`, `height`; `out` receives the result.
 * @returns A square with the longer side of the image unless `width` or `height` are given.
 *
 * @example Usage
 * ```ts
 * import { polar } from "@taimatsu/image";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(polar(zeros([3, 4, 6])).size(), [3, 6, 6]);
 * assertEquals(polar(zeros([3, 4, 6]), { mode: "full", width: 8 }).size(), [3, 6, 8]);
 * ```
 */
export function polar(src: Tensor, options: PolarOptions = {}): Tensor {
  return transform("polar", src, options, false);
}

/**
 * Unrolls an image about its centre with radii that grow by a factor from column to column, from 1. Torch7: `image.logpolar`, whose
 * defaults do not work.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param options `interp`, `mode`, `width`, `height`; `out` receives the result.
 * @returns A square with the longer side of the image unless `width` or `height` are given.
 *
 * @example Usage
 * ```ts
 * import { logpolar } from "@taimatsu/image";
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logpolar(ones([3, 4, 6])).size(), [3, 6, 6]);
 * ```
 */
export function logpolar(src: Tensor, options: PolarOptions = {}): Tensor {
  return transform("logpolar", src, options, true);
}
