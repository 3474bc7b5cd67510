import type { OutOption, Tensor } from "@taimatsu/tensor";
import { convertColor } from "./convert_color.ts";

/**
 * Returns an sRGB image in CIE L*a*b*, where equal distances look equally different. White is D65.
 *
 * L runs from 0 to 100, a (green to red) and b (blue to yellow) to about ±100.
 *
 * @param src RGB, [3, h, w] or [batch, 3, h, w], float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype: bytes cannot hold Lab.
 *
 * @example Usage
 * ```ts
 * import { rgb2lab } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1, 1, 1]).view(3, 1, 1);
 * assertClose(rgb2lab(x).view(-1), [100, 0, 0], { absolute: 0.02 });
 * ```
 */
export function rgb2lab(src: Tensor, options?: OutOption): Tensor {
  return convertColor("rgb2lab", src, options);
}

/**
 * Returns a CIE L*a*b* image in sRGB: the inverse of {@linkcode rgb2lab} to some three digits.
 *
 * As in Torch7, the matrices of the two directions have their numbers from different tables.
 *
 * Colours that a screen cannot show come out below 0 or above 1.
 *
 * @param src Lab, [3, h, w] or [batch, 3, h, w], float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype: bytes cannot hold Lab.
 *
 * @example Usage
 * ```ts
 * import { lab2rgb } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([100, 0, 0]).view(3, 1, 1);
 * assertClose(lab2rgb(x).view(-1), [1, 1, 1], { absolute: 1e-3 });
 * ```
 */
export function lab2rgb(src: Tensor, options?: OutOption): Tensor {
  return convertColor("lab2rgb", src, options);
}
