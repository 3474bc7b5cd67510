import { flip as reverse, type OutOption, type Tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";

/**
 * Mirrors an image: left becomes right. Torch7: `image.hflip`.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param options `out` receives the result; it may be `src`.
 * @returns Sized like `src`.
 *
 * @example Usage
 * ```ts
 * import { hflip } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(hflip(tensor([[1, 2], [3, 4]])).toArray(), [[2, 1], [4, 3]]);
 * ```
 */
export function hflip(src: Tensor, options?: OutOption): Tensor {
  checkImage("hflip", "src", src);
  return reverse(src, -1, options);
}

/**
 * Mirrors an image: the top becomes the bottom. Torch7: `image.vflip`.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param options `out` receives the result; it may be `src`.
 * @returns Sized like `src`.
 *
 * @example Usage
 * ```ts
 * import { vflip } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(vflip(tensor([[1, 2], [3, 4]])).toArray(), [[3, 4], [1, 2]]);
 * ```
 */
export function vflip(src: Tensor, options?: OutOption): Tensor {
  checkImage("vflip", "src", src);
  return reverse(src, -2, options);
}

/**
 * Reverses a dimension. Torch7: `image.flip`, which counts from 1.
 *
 * @param src Any size and dtype.
 * @param dim The dimension, from 0; negative ones count from the end.
 * @param options `out` receives the result; it may be `src`.
 * @returns Sized like `src`.
 * @throws {RangeError} If there is no such dimension.
 *
 * @example Usage
 * ```ts
 * import { flip } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(flip(tensor([[1, 2], [3, 4]]), 0).toArray(), [[3, 4], [1, 2]]);
 * ```
 */
export function flip(src: Tensor, dim: number, options?: OutOption): Tensor {
  return reverse(src, dim, options);
}
