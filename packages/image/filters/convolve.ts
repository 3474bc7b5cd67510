import { checkOneOf, checkTensor, formatSize, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { flipped, type Placement, separate, slide, toleranceOf } from "./slide.ts";

/** Where a kernel lies: wholly inside, wherever it meets the image, or with its centre on a pixel. */
export type ConvolveMode = "valid" | "full" | "same";

/** Size of the result and place of the kernel. */
function placementOf(mode: ConvolveMode, [h, w]: readonly number[], [kh, kw]: readonly number[]): Placement {
  if (mode === "valid") return { size: [h! - kh! + 1, w! - kw! + 1], top: 0, left: 0 };
  if (mode === "full") return { size: [h! + kh! - 1, w! + kw! - 1], top: kh! - 1, left: kw! - 1 };
  return { size: [h!, w!], top: kh! >> 1, left: kw! >> 1 };
}

/** Checks the weights of a filter: [height, width], or one such for each channel if `channels` is given. */
export function checkKernel(caller: string, kernel: unknown, channels?: number): asserts kernel is Tensor {
  checkTensor(caller, "kernel", kernel);
  const { shape, count } = kernel, n = shape.length;
  if (count > 0 && (n === 2 || (n === 3 && shape[0] === channels))) return;
  const wanted = channels === undefined ? "" : ` or [${channels}, height, width]`;
  throw new TypeError(`Cannot run ${caller}: kernel must be [height, width]${wanted} but is ${formatSize(shape)}`);
}

/**
 * Returns the convolution of an image with a kernel, which is read backwards. Zeros lie beyond the borders.
 *
 * A kernel that is the product of a column and a row, such as {@linkcode gaussian} gives, works in two passes.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param kernel [kh, kw], or [channels, kh, kw] with a kernel for each channel; any numeric dtype.
 * @param mode `"valid"` where the kernel lies wholly inside, `"full"` wherever it meets the image, `"same"` with its centre on
 *   each pixel; `"valid"` by default.
 * @param options `out` receives the result.
 * @returns h − kh + 1 by w − kw + 1 pixels for `"valid"`, h + kh − 1 by w + kw − 1 for `"full"`, h by w for `"same"`.
 * @throws {TypeError} If a size or dtype does not fit.
 *
 * @example Usage
 * ```ts
 * import { convolve } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3]]), kernel = tensor([[1, 10]]);
 * assertEquals(convolve(x, kernel).toArray(), [[12, 23]]);
 * assertEquals(convolve(x, kernel, "full").toArray(), [[1, 12, 23, 30]]);
 * ```
 */
export function convolve(src: Tensor, kernel: Tensor, mode: ConvolveMode = "valid", options?: OutOption): Tensor {
  const caller = "convolve";
  checkImage(caller, "src", src);
  checkOneOf(caller, "mode", mode, ["valid", "full", "same"]);
  const { shape } = src, size = shape.slice(-2), window = kernel?.shape?.slice(-2) as [number, number];
  checkKernel(caller, kernel, shape.length === 2 ? 1 : shape[shape.length - 3]!);
  if (mode === "valid" && (window[0] > size[0]! || window[1] > size[1]!)) {
    throw new TypeError(
      `Cannot run ${caller}: the kernel ${formatSize(window)} must fit into the image ${formatSize(size)}`,
    );
  }
  const weights = separate({ size: window, rows: flipped(kernel) }, toleranceOf(src));
  return deliver(caller, slide(src, weights, placementOf(mode, size, window)), options?.out);
}
