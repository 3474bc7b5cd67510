import { checkFinite, checkInteger, checkRange, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { slide } from "./slide.ts";

/** Options of {@linkcode gaussianBlur}. */
export interface GaussianBlurOptions extends OutOption {
  /** Pixels on each side that count, 3 sigma rounded up unless given. */
  radius?: number;
}

/** The largest radius: beyond it the weights themselves would take their time. */
const MAX_RADIUS = 2 ** 20;

/** The weights of a Gaussian around a pixel, whose sum is 1. Those that always meet the same pixel beyond a border are one. */
function weightsOf(sigma: number, radius: number, side: number): number[] {
  const reach = Math.min(radius, side - 1), values = new Array<number>(2 * reach + 1).fill(0);
  let sum = 0;
  for (let k = -radius; k <= radius; k++) {
    const value = k === 0 ? 1 : Math.exp(-((k / sigma) ** 2) / 2);
    values[reach + Math.max(-reach, Math.min(k, reach))]! += value;
    sum += value;
  }
  return values.map((value) => value / sum);
}

/**
 * Returns an image blurred by a Gaussian. Beyond the borders lies the nearest pixel, so their brightness stays.
 *
 * @param src [h, w], [channels, h, w] or [batch, channels, h, w], uint8, float32 or float64.
 * @param sigma Standard deviation in pixels, or one for each direction: [vertical, horizontal].
 * @param options How far the Gaussian reaches, and where the result goes.
 * @returns Sized like `src`.
 * @throws {TypeError} If `src` has other sizes or another dtype.
 * @throws {RangeError} If a sigma is negative or not finite, or the radius no integer from 0 to 2²⁰.
 *
 * @example Usage
 * ```ts
 * import { gaussianBlur } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const k = Math.exp(-0.5), sum = 1 + 2 * k;
 * assertClose(gaussianBlur(tensor([[0, 0, 1, 0, 0]]), 1, { radius: 1 }), [[0, k / sum, 1 / sum, k / sum, 0]]);
 * ```
 */
export function gaussianBlur(
  src: Tensor,
  sigma: number | readonly [number, number],
  options: GaussianBlurOptions = {},
): Tensor {
  const caller = "gaussianBlur";
  checkImage(caller, "src", src);
  const size = src.shape.slice(-2) as [number, number];
  const sigmas = typeof sigma === "object" && sigma !== null ? sigma : [sigma, sigma];
  const [column, rows] = [0, 1].map((k) => {
    const s = sigmas[k]!;
    checkFinite(caller, "sigma", s);
    checkRange(caller, "sigma", s, 0, Infinity);
    const { radius = Math.ceil(3 * s) } = options;
    checkInteger(caller, "radius", radius, 0, MAX_RADIUS);
    return weightsOf(s, radius, size[k]!);
  }) as [number[], number[]];
  const [top, left] = [column.length >> 1, rows.length >> 1];
  const weights = { size: [column.length, rows.length] as const, rows, column };
  return deliver(caller, slide(src, weights, { size, top, left, border: "nearest" }), options.out);
}
