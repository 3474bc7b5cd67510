import { checkFinite, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { checkKernel } from "./convolve.ts";
import { flipped, isByte, slide } from "./slide.ts";

/** Options of {@linkcode erode} and {@linkcode dilate}. */
export interface MorphologyOptions extends OutOption {
  /** Zeros and ones, [kh, kw] of odd sizes: 3 × 3 ones unless given. It is read backwards, as in `convolve`. */
  kernel?: Tensor;
  /** The value beyond the borders: 1 for `erode` and 0 for `dilate` unless given. */
  pad?: number;
}

/** The sums of what lies below the kernel in each place, and the kernel's own sum. */
function count(caller: string, src: Tensor, { kernel, pad }: MorphologyOptions, border: number): [Tensor, number] {
  checkImage(caller, "src", src);
  if (pad !== undefined) checkFinite(caller, "pad", pad);
  if (kernel !== undefined) checkKernel(caller, kernel);
  const size = (kernel?.shape ?? [3, 3]) as [number, number];
  if (size.some((s) => s % 2 === 0)) {
    throw new TypeError(`Cannot run ${caller}: kernel must have odd sizes but is [${size.join(", ")}]`);
  }
  const rows = kernel === undefined ? new Array<number>(9).fill(1) : flipped(kernel);
  const image = isByte(src) ? src.float() : src; // the sums of bytes may pass 255
  const sums = slide(image, { size, rows }, {
    size: src.shape.slice(-2) as [number, number],
    top: size[0] >> 1,
    left: size[1] >> 1,
    border: pad ?? border,
  });
  return [sums, rows.reduce((sum, value) => sum + value, 0)];
}

/**
 * Returns a binary image that is 1 where the whole kernel lies on ones: shapes shrink.
 *
 * @param src Zeros and ones, [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param options The kernel, what lies beyond the borders, and where the result goes.
 * @returns Zeros and ones, sized like `src`.
 * @throws {TypeError} If a size or dtype does not fit.
 *
 * @example Usage
 * ```ts
 * import { erode } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(erode(tensor([[1, 1, 1, 1, 0, 1]])).toArray(), [[1, 1, 1, 0, 0, 0]]);
 * ```
 */
export function erode(src: Tensor, options: MorphologyOptions = {}): Tensor {
  const [sums, all] = count("erode", src, options, 1);
  return deliver("erode", sums.eq(all).to(src.dtype), options.out);
}

/**
 * Returns a binary image that is 1 where an element of the kernel lies on a one: shapes grow.
 *
 * @param src Zeros and ones, [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param options The kernel, what lies beyond the borders, and where the result goes.
 * @returns Zeros and ones, sized like `src`.
 * @throws {TypeError} If a size or dtype does not fit.
 *
 * @example Usage
 * ```ts
 * import { dilate } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dilate(tensor([[1, 0, 0, 0, 0, 1]])).toArray(), [[1, 1, 0, 0, 1, 1]]);
 * ```
 */
export function dilate(src: Tensor, options: MorphologyOptions = {}): Tensor {
  const [sums] = count("dilate", src, options, 0);
  return deliver("dilate", sums.gt(0).to(src.dtype), options.out);
}
