import type { Tensor } from "@taimatsu/tensor";
import { type KernelOptions, makeKernel, makeLine } from "./make_kernel.ts";

/**
 * Returns a Gaussian: amplitude · exp(−(x² + y²) / 2), where x and y are distances from the middle in standard deviations.
 *
 * Sigmas and means are shares of the kernel's size, as in Torch7: a kernel of 9 pixels with `sigma` 1/3 has a standard deviation
 * of 3 pixels.
 *
 * @param size Height and width, or all options by name.
 * @param sigma Standard deviation as a share of the size.
 * @param amplitude Value in the middle.
 * @param normalize Whether the sum becomes 1, whatever the amplitude.
 * @param options What has no place in the list.
 * @returns [height, width].
 * @throws {RangeError} If a size is no integer from 1 to 4096, a number is not finite, a sigma not above 0, or so small that
 * nothing is left to normalize.
 *
 * @example Usage
 * ```ts
 * import { gaussian } from "@taimatsu/image";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(gaussian({ width: 3, height: 1, sigma: 1 / 3 }), [[Math.exp(-0.5), 1, Math.exp(-0.5)]]);
 * assertClose(gaussian(5, 0.25, 1, true).sum(), 1);
 * ```
 */
export function gaussian(
  size: number | KernelOptions = {},
  sigma?: number,
  amplitude?: number,
  normalize?: boolean,
  options?: KernelOptions,
): Tensor {
  return makeKernel("gaussian", [size, sigma, amplitude, normalize, options], 0.25, (s) => Math.exp(-s));
}

/**
 * Returns a Gaussian in one dimension, with `sigma` and `mean` as shares of its size.
 *
 * @param size Number of elements, or all options by name.
 * @param sigma Standard deviation as a share of the size.
 * @param amplitude Value in the middle.
 * @param normalize Whether the sum becomes 1, whatever the amplitude.
 * @param options What has no place in the list: `mean`, `dtype` and `out`.
 * @returns [size].
 * @throws {RangeError} If the size is no integer from 1 to 4096, a number is not finite, sigma not above 0, or so small that
 * nothing is left to normalize.
 *
 * @example Usage
 * ```ts
 * import { gaussian1D } from "@taimatsu/image";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(gaussian1D(3, 1 / 3), [Math.exp(-0.5), 1, Math.exp(-0.5)]);
 * ```
 */
export function gaussian1D(
  size: number | KernelOptions = {},
  sigma?: number,
  amplitude?: number,
  normalize?: boolean,
  options?: KernelOptions,
): Tensor {
  return makeLine("gaussian1D", [size, sigma, amplitude, normalize, options]);
}
