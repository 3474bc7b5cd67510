import { checkFloat, checkTensor, formatSize, type Tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { type BorderOptions, readBorder } from "./border.ts";
import { planesOf, sized } from "./planes.ts";
import { sample } from "./sample.ts";

/** Options of {@linkcode warp}. */
export interface WarpOptions extends BorderOptions {
  /** Whether the field holds distances from each pixel, and not positions; true by default. */
  offset?: boolean;
}

/**
 * Takes every pixel of the result from the position that a field gives. Torch7: `image.warp`.
 *
 * Modes: `"simple"` is the nearest pixel, `"bilinear"` between four, `"bicubic"` a Catmull–Rom spline through 4 × 4, which takes
 * `pad` (0) for those outside, and `"lanczos"` a windowed sinc over 6 × 6, which repeats the edge.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param field float32 or float64 [2, h, w]: distances, or positions, down and to the right, in pixels; for a batch also
 * [batch, 2, h, w]. NaN lies outside; in the mode `"clamp"` it is 0.
 * @param options `mode`, `offset`, `clamp`, `pad`; `out` receives the result.
 * @returns [..., h, w], of the dtype of `src`; uint8 is rounded and clamped.
 * @throws {TypeError} If the sizes do not fit.
 *
 * @example Usage
 * ```ts
 * import { warp } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const right = tensor([[[0, 0, 0]], [[0.5, 0.5, 0.5]]]);
 * assertEquals(warp(tensor([[0, 10, 30]]), right).toArray(), [[5, 20, 30]]);
 * ```
 */
export function warp(src: Tensor, field: Tensor, options: WarpOptions = {}): Tensor {
  checkImage("warp", "src", src);
  checkTensor("warp", "field", field);
  checkFloat("warp", "field", field);
  const border = readBorder("warp", options), { offset = true, out } = options, { shape } = field, n = shape.length;
  const batch = src.shape.length === 4 ? src.shape[0]! : undefined;
  const fits = (n === 3 && shape[0] === 2) || (n === 4 && shape[0] === batch && shape[1] === 2);
  if (!fits || field.count === 0) {
    throw new TypeError(
      `Cannot run warp: field must be [2, height, width]${
        batch === undefined ? "" : ` or ${formatSize([batch, 2, "height", "width"])}`
      } but is ${formatSize(shape)}`,
    );
  }
  const [, , h, w] = planesOf(field);
  const map = field.double().contiguous();
  return sample(src, sized("warp", src, w, h), out, { ...border, map: map.view(-1, 2, h, w), offset });
}
