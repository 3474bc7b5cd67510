import type { OutOption, Tensor } from "@taimatsu/tensor";
import { convertColor } from "./convert_color.ts";

/**
 * Returns an RGB image as hue, saturation and value, each from 0 to 1.
 *
 * Red has the hue 0, green 1/3, blue 2/3; the value is the largest channel. Grays have hue and saturation 0.
 *
 * @param src RGB, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { rgb2hsv } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([0, 0.5, 0]).view(3, 1, 1);
 * assertClose(rgb2hsv(x).view(-1), [1 / 3, 1, 0.5], { absolute: 1e-5 });
 * ```
 */
export function rgb2hsv(src: Tensor, options?: OutOption): Tensor {
  return convertColor("rgb2hsv", src, options);
}

/**
 * Returns an image of hue, saturation and value in RGB: the inverse of {@linkcode rgb2hsv}. Hues repeat after 1.
 *
 * @param src HSV, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { hsv2rgb } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1 / 3, 1, 0.5]).view(3, 1, 1);
 * assertClose(hsv2rgb(x).view(-1), [0, 0.5, 0], { absolute: 1e-5 });
 * ```
 */
export function hsv2rgb(src: Tensor, options?: OutOption): Tensor {
  return convertColor("hsv2rgb", src, options);
}
