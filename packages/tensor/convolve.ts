// Convolution and correlation of raw tensors, stride 1.
import { checkOneOf, checkSameType, formatSize, sameType } from "./check.ts";
import { deliver } from "./copy.ts";
import { frame, putView } from "./frame.ts";
import { fresh, stridesOf } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Where the kernel lies: wholly inside (`"V"`, valid), or wherever it meets the input (`"F"`, full). */
export type ConvolutionMode = "V" | "F";

/** Slides kernels over maps of `axes` axes; `flip` makes a convolution of the correlation. */
function slide(
  caller: string,
  axes: number,
  flip: boolean,
  x: Tensor,
  kernel: Tensor,
  mode: ConvolutionMode,
  out?: Tensor,
): Tensor {
  checkOneOf(caller, "mode", mode, ["V", "F"]);
  if (!sameType(x, kernel)) checkSameType(caller, { x, kernel });
  const maps = x.shape.length - axes, kernels = kernel.shape.length - axes;
  const sum = maps === 1 && kernels === 2,
    fits = sum
      ? kernel.shape[1] === x.shape[0]
      : maps === kernels && (maps === 0 || (maps === 1 && kernel.shape[0] === x.shape[0]));
  if (!fits) {
    throw new TypeError(
      `Cannot run ${caller}: x and the kernel must have ${axes} dimensions each, as many maps each in front of them, or [maps] ` +
        `and [results, maps], but are ${formatSize(x.shape)} and ${formatSize(kernel.shape)}`,
    );
  }
  const full = mode === "F", size = x.shape.slice(maps), window = kernel.shape.slice(kernels);
  const result = size.map((s, d) => full ? s + window[d]! - 1 : s - window[d]! + 1);
  if (!window.every((s) => s > 0) || !result.every((s) => s > 0)) {
    throw new TypeError(
      `Cannot run ${caller}: the kernel ${formatSize(window)} must fit into the input ${formatSize(size)}`,
    );
  }
  const lead = sum || maps === 1 ? [kernel.shape[0]!] : [], ones = new Array<number>(3 - axes).fill(1);
  const source = x.contiguous(), weight = kernel.contiguous(), { code, device } = x.store;
  const r = fresh(code, [...lead, ...result], device), count = lead[0] ?? 1;
  const as = (k: number, t: Tensor, shape: number[]): void => putView(k, t, shape, stridesOf(shape));
  as(0, r, [count, ...ones, ...result]);
  as(1, source, [maps === 1 ? x.shape[0]! : 1, ...ones, ...size]);
  as(2, weight, [count, sum ? x.shape[0]! : 1, ...ones, ...window]);
  // deno-fmt-ignore
  const status = device.symbols.tm_correlate(r.store.block.arg, source.store.block.arg, weight.store.block.arg, frame, +full, +flip, +!sum);
  if (status !== 0) throw device.error(status);
  return deliver(caller, r, out);
}

/**
 * Returns the 2-D convolution, stride 1: the kernel is read backwards.
 *
 * @param x [h, w] or [maps, h, w], any numeric dtype.
 * @param kernel [kh, kw]; [maps, kh, kw], a kernel for each map; or [results, maps, kh, kw], which sums over the maps.
 * @param mode `"V"` where the kernel lies wholly inside, `"F"` wherever it meets the input; `"V"` by default.
 * @param options `out` receives the result.
 * @returns [oh, ow], with [maps] or [results] in front: h − kh + 1 for `"V"`, h + kh − 1 for `"F"`.
 * @throws {TypeError} If the dtypes or the sizes do not fit.
 *
 * @example Usage
 * ```ts
 * import { conv2, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(conv2(tensor([[1, 2, 3]]), tensor([[1, 10]])).toArray(), [[12, 23]]);
 * ```
 */
export function conv2(x: Tensor, kernel: Tensor, mode: ConvolutionMode = "V", options?: OutOption): Tensor {
  return slide("conv2", 2, true, x, kernel, mode, options?.out);
}

/**
 * Returns the 2-D cross-correlation, stride 1: the kernel is read as it is.
 *
 * @param x [h, w] or [maps, h, w], any numeric dtype.
 * @param kernel [kh, kw]; [maps, kh, kw], a kernel for each map; or [results, maps, kh, kw], which sums over the maps.
 * @param mode `"V"` where the kernel lies wholly inside, `"F"` wherever it meets the input; `"V"` by default.
 * @param options `out` receives the result.
 * @returns [oh, ow], with [maps] or [results] in front: h − kh + 1 for `"V"`, h + kh − 1 for `"F"`.
 * @throws {TypeError} If the dtypes or the sizes do not fit.
 *
 * @example Usage
 * ```ts
 * import { xcorr2, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(xcorr2(tensor([[1, 2, 3]]), tensor([[1, 10]])).toArray(), [[21, 32]]);
 * assertEquals(xcorr2(tensor([[1, 2]]), tensor([[1, 10]]), "F").toArray(), [[10, 21, 2]]);
 * ```
 */
export function xcorr2(x: Tensor, kernel: Tensor, mode: ConvolutionMode = "V", options?: OutOption): Tensor {
  return slide("xcorr2", 2, false, x, kernel, mode, options?.out);
}

/**
 * Returns the 3-D convolution, stride 1: the kernel is read backwards.
 *
 * @param x [d, h, w] or [maps, d, h, w], any numeric dtype.
 * @param kernel [kd, kh, kw]; [maps, kd, kh, kw], a kernel for each map; or [results, maps, kd, kh, kw], which sums over the maps.
 * @param mode `"V"` where the kernel lies wholly inside, `"F"` wherever it meets the input; `"V"` by default.
 * @param options `out` receives the result.
 * @returns [od, oh, ow], with [maps] or [results] in front: d − kd + 1 for `"V"`, d + kd − 1 for `"F"`.
 * @throws {TypeError} If the dtypes or the sizes do not fit.
 *
 * @example Usage
 * ```ts
 * import { conv3, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(conv3(tensor([[[1, 2, 3]]]), tensor([[[1, 10]]])).toArray(), [[[12, 23]]]);
 * ```
 */
export function conv3(x: Tensor, kernel: Tensor, mode: ConvolutionMode = "V", options?: OutOption): Tensor {
  return slide("conv3", 3, true, x, kernel, mode, options?.out);
}

/**
 * Returns the 3-D cross-correlation, stride 1: the kernel is read as it is.
 *
 * @param x [d, h, w] or [maps, d, h, w], any numeric dtype.
 * @param kernel [kd, kh, kw]; [maps, kd, kh, kw], a kernel for each map; or [results, maps, kd, kh, kw], which sums over the maps.
 * @param mode `"V"` where the kernel lies wholly inside, `"F"` wherever it meets the input; `"V"` by default.
 * @param options `out` receives the result.
 * @returns [od, oh, ow], with [maps] or [results] in front: d − kd + 1 for `"V"`, d + kd − 1 for `"F"`.
 * @throws {TypeError} If the dtypes or the sizes do not fit.
 *
 * @example Usage
 * ```ts
 * import { xcorr3, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(xcorr3(tensor([[[1, 2, 3]]]), tensor([[[1, 10]]])).toArray(), [[[21, 32]]]);
 * ```
 */
export function xcorr3(x: Tensor, kernel: Tensor, mode: ConvolutionMode = "V", options?: OutOption): Tensor {
  return slide("xcorr3", 3, false, x, kernel, mode, options?.out);
}
