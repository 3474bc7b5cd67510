import { bernoulli, checkRange, flip, type RandomOptions, type Tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { checkRandomOptions, imagesOf } from "./images.ts";

/** Options of {@linkcode randomHorizontalFlip} and {@linkcode randomVerticalFlip}. */
export interface RandomFlipOptions extends RandomOptions {
  /** The probability that an image is mirrored; 0.5 by default. */
  p?: number;
}

function flipSome(caller: string, src: Tensor, dim: number, options: RandomFlipOptions): Tensor {
  checkImage(caller, "src", src);
  checkRandomOptions(caller, options);
  const { p = 0.5 } = options;
  checkRange(caller, "p", p, 0, 1);
  const r = src.clone();
  for (const image of imagesOf(r)) if (bernoulli(p, options) === 1) image.copy(flip(image, dim));
  return r;
}

/**
 * Mirrors an image, left to right, or not; each image of a batch for itself.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param options `p`; `generator` is the source of chance.
 * @returns A copy.
 * @throws {RangeError} If p is no probability.
 *
 * @example Usage
 * ```ts
 * import { randomHorizontalFlip } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(randomHorizontalFlip(tensor([[1, 2]]), { p: 1 }).toArray(), [[2, 1]]);
 * ```
 */
export function randomHorizontalFlip(src: Tensor, options: RandomFlipOptions = {}): Tensor {
  return flipSome("randomHorizontalFlip", src, -1, options);
}

/**
 * Mirrors an image, top to bottom, or not; each image of a batch for itself.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param options `p`; `generator` is the source of chance.
 * @returns A copy.
 * @throws {RangeError} If p is no probability.
 *
 * @example Usage
 * ```ts
 * import { randomVerticalFlip } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(randomVerticalFlip(tensor([[1, 2], [3, 4]]), { p: 1 }).toArray(), [[3, 4], [1, 2]]);
 * ```
 */
export function randomVerticalFlip(src: Tensor, options: RandomFlipOptions = {}): Tensor {
  return flipSome("randomVerticalFlip", src, -2, options);
}
