import type { OutOption, Tensor } from "@taimatsu/tensor";
import { convertColor } from "./convert_color.ts";

/**
 * Returns what share each channel has in R + G + B: colour without brightness. Black stays black.
 *
 * @param src RGB, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { rgb2nrgb } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([0.2, 0.1, 0.1]).view(3, 1, 1);
 * assertClose(rgb2nrgb(x).view(-1), [0.5, 0.25, 0.25], { absolute: 1e-5 });
 * ```
 */
export function rgb2nrgb(src: Tensor, options?: OutOption): Tensor {
  return convertColor("rgb2nrgb", src, options);
}
