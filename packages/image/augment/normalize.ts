import { checkFloat, checkRange, describe, type OutOption, type Tensor } from "@taimatsu/tensor";
import { receiver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { channelsOf } from "./images.ts";

/**
 * Returns (x − mean) / std with a mean and a standard deviation for each channel.
 *
 * A quotient beyond the largest number of the dtype is ±∞, and so is one by a `std` that the dtype rounds to 0, or NaN where x is
 * the mean.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width]; float32 or float64.
 * @param mean One for each channel.
 * @param std One for each channel, above 0.
 * @param options `out` receives the result; it may be `src`.
 * @returns Sized like `src`.
 * @throws {TypeError} If the lists have other lengths.
 *
 * @example Usage
 * ```ts
 * import { normalize } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(normalize(tensor([[[1, 2]], [[3, 5]]]), [1, 3], [1, 2]).toArray(), [[[0, 1]], [[0, 1]]]);
 * ```
 */
export function normalize(src: Tensor, mean: readonly number[], std: readonly number[], options?: OutOption): Tensor {
  checkImage("normalize", "src", src);
  checkFloat("normalize", "src", src);
  const channels = channelsOf(src), dim = Math.max(0, src.shape.length - 3);
  for (const [name, list, low] of [["mean", mean, -Number.MAX_VALUE], ["std", std, Number.MIN_VALUE]] as const) {
    if (!Array.isArray(list) || list.length !== channels) {
      throw new TypeError(
        `Cannot run normalize: ${name} must be a list of ${channels}, one for each channel, but is ${describe(list)}`,
      );
    }
    for (const value of list) checkRange("normalize", name, value, low, Number.MAX_VALUE);
  }
  const r = options?.out === src
    ? src
    : receiver("normalize", options?.out, src.store.code, src.shape, src.store.device).copy(src);
  for (let c = 0; c < channels; c++) {
    const channel = src.shape.length > 2 ? r.select(dim, c) : r;
    channel.add(-mean[c]!).div(std[c]!);
  }
  return r;
}
