import type { Tensor } from "@taimatsu/tensor";
import { type KernelOptions, makeKernel } from "./make_kernel.ts";

/**
 * Returns a Laplacian of a Gaussian, upside down: amplitude · (1 − s) · exp(−s) with s = (x² + y²) / 2, where x and y are distances
 * from the middle in standard deviations.
 *
 * Sigmas and means are shares of the kernel's size, as in {@linkcode gaussian}. Torch7 takes the vertical numbers for the
 * horizontal direction and the other way round; here each is for its own.
 *
 * @param size Height and width, or all options by name.
 * @param sigma Standard deviation as a share of the size, 0.1 by default.
 * @param amplitude Value in the middle.
 * @param normalize Whether the sum becomes 1, whatever the amplitude.
 * @param options What has no place in the list.
 * @returns [height, width].
 * @throws {RangeError} If a size is no integer from 1 to 4096, a number is not finite, a sigma not above 0, or so small that
 * nothing is left to normalize.
 *
 * @example Usage
 * ```ts
 * import { laplacian } from "@taimatsu/image";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(laplacian({ width: 3, height: 1, sigma: 1 / 3 }), [[0.5 * Math.exp(-0.5), 1, 0.5 * Math.exp(-0.5)]]);
 * ```
 */
export function laplacian(
  size: number | KernelOptions = {},
  sigma?: number,
  amplitude?: number,
  normalize?: boolean,
  options?: KernelOptions,
): Tensor {
  return makeKernel("laplacian", [size, sigma, amplitude, normalize, options], 0.1, (s) => (1 - s) * Math.exp(-s));
}
