import { clamp, type OutOption, type Tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";

/**
 * Returns an image whose values are brought into the range of images: below 0 becomes 0, above 1 becomes 1. Bytes fit always.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 *
 * @example Usage
 * ```ts
 * import { saturate } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(saturate(tensor([[-0.5, 0.5, 1.5]])).toArray(), [[0, 0.5, 1]]);
 * ```
 */
export function saturate(src: Tensor, options?: OutOption): Tensor {
  checkImage("saturate", "src", src);
  return clamp(src, 0, src.dtype === "uint8" ? 255 : 1, options);
}
