import { checkInteger, type OutOption, type Tensor } from "@taimatsu/tensor";
import { freshZero, receiver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";

/** Returns where both of `size` pixels and the same moved by `shift` are: [first before, first after, number]. */
function overlap(size: number, shift: number): [number, number, number] {
  return [Math.max(0, -shift), Math.max(0, shift), Math.max(0, size - Math.abs(shift))];
}

/**
 * Moves an image in its frame; what is uncovered is 0. Torch7: `image.translate`.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param x Pixels to the right; negative ones to the left.
 * @param y Pixels downwards; negative ones upwards.
 * @param options `out` receives the result.
 * @returns Sized like `src`.
 * @throws {RangeError} If a shift is no integer.
 *
 * @example Usage
 * ```ts
 * import { translate } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(translate(tensor([[1, 2], [3, 4]]), 1, 0).toArray(), [[0, 1], [0, 3]]);
 * ```
 */
export function translate(src: Tensor, x: number, y: number, options?: OutOption): Tensor {
  checkImage("translate", "src", src);
  checkInteger("translate", "x", x, -Infinity);
  checkInteger("translate", "y", y, -Infinity);
  const { shape, store: { code } } = src, n = shape.length, r = freshZero(code, shape, src.store.device);
  const [fromX, toX, width] = overlap(shape[n - 1]!, x), [fromY, toY, height] = overlap(shape[n - 2]!, y);
  if (width > 0 && height > 0) {
    const window = (t: Tensor, x: number, y: number): Tensor => t.narrow(n - 2, y, height).narrow(n - 1, x, width);
    window(r, toX, toY).copy(window(src, fromX, fromY));
  }
  return options?.out === undefined ? r : receiver("translate", options.out, code, shape, src.store.device).copy(r);
}
