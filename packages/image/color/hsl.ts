import type { OutOption, Tensor } from "@taimatsu/tensor";
import { convertColor } from "./convert_color.ts";

/**
 * Returns an RGB image as hue, saturation and lightness, each from 0 to 1.
 *
 * Red has the hue 0, green 1/3, blue 2/3. Grays have hue and saturation 0. The saturation of a colour outside 0 … 1 is 0 where
 * Torch7's formula divides by 0: largest and smallest number add up to 0 or to 2.
 *
 * @param src RGB, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { rgb2hsl } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([0, 1, 0]).view(3, 1, 1);
 * assertClose(rgb2hsl(x).view(-1), [1 / 3, 1, 0.5], { absolute: 1e-5 });
 * ```
 */
export function rgb2hsl(src: Tensor, options?: OutOption): Tensor {
  return convertColor("rgb2hsl", src, options);
}

/**
 * Returns an image of hue, saturation and lightness in RGB: the inverse of {@linkcode rgb2hsl}. Hues repeat after 1.
 *
 * @param src HSL, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { hsl2rgb } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1 / 3, 1, 0.5]).view(3, 1, 1);
 * assertClose(hsl2rgb(x).view(-1), [0, 1, 0], { absolute: 1e-5 });
 * ```
 */
export function hsl2rgb(src: Tensor, options?: OutOption): Tensor {
  return convertColor("hsl2rgb", src, options);
}
