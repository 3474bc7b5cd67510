import type { OutOption, Tensor } from "@taimatsu/tensor";
import { convertColor } from "./convert_color.ts";

/**
 * Returns an RGB image in YUV: brightness, blue less brightness and red less brightness.
 *
 * Y = 0.299 R + 0.587 G + 0.114 B, U = −0.14713 R − 0.28886 G + 0.436 B, V = 0.615 R − 0.51499 G − 0.10001 B. U and V may be
 * negative; in bytes they are then 0, so convert byte images to floats first.
 *
 * @param src RGB, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { rgb2yuv } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1, 0, 0]).view(3, 1, 1);
 * assertClose(rgb2yuv(x).view(-1), [0.299, -0.14713, 0.615], { absolute: 1e-5 });
 * ```
 */
export function rgb2yuv(src: Tensor, options?: OutOption): Tensor {
  return convertColor("rgb2yuv", src, options);
}

/**
 * Returns a YUV image in RGB: the inverse of {@linkcode rgb2yuv} to some five digits.
 *
 * R = Y + 1.13983 V, G = Y − 0.39465 U − 0.58060 V, B = Y + 2.03211 U.
 *
 * @param src YUV, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { yuv2rgb } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([0.299, -0.14713, 0.615]).view(3, 1, 1);
 * assertClose(yuv2rgb(x).view(-1), [1, 0, 0], { absolute: 1e-4 });
 * ```
 */
export function yuv2rgb(src: Tensor, options?: OutOption): Tensor {
  return convertColor("yuv2rgb", src, options);
}
