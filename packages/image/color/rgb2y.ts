import type { OutOption, Tensor } from "@taimatsu/tensor";
import { convertColor } from "./convert_color.ts";

/**
 * Returns the luma of colours: Y = 0.299 R + 0.587 G + 0.114 B.
 *
 * @param src RGB, [3, h, w] or [batch, 3, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Gray, [1, h, w] or [batch, 1, h, w].
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { rgb2y } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1, 0.5, 0]).view(3, 1, 1);
 * assertClose(rgb2y(x).view(-1), [0.5925], { absolute: 1e-5 });
 * ```
 */
export function rgb2y(src: Tensor, options?: OutOption): Tensor {
  return convertColor("rgb2y", src, options);
}
