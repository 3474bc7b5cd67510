import { checkFinite, checkInteger, checkRange, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { slide } from "./slide.ts";

/** Options of {@linkcode gaussianBlur}. */
export interface GaussianBlurOptions extends OutOption {
  /** Pixels on each side that count, 3 sigma rounded up unless given. */
  radius?: number;
}

/** The weights of a Gaussian around a pixel, whose sum is 1. */
function weightsOf(sigma: number, radius: number): number[] {
  const values = Array.from(
    { length: 2 * radius + 1 },
    (_, k) => k === radius ? 1 : Math.exp(-(((k - radius) / sigma) ** 2) / 2),
  );
  const sum = values.reduce((total, value) => total + value, 0);
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
 * @throws {RangeError} If a sigma is negative or not finite, or the radius no integer from 0.
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
  const sigmas = typeof sigma === "object" && sigma !== null ? sigma : [sigma, sigma];
  const [column, rows] = [0, 1].map((k) => {
    const s = sigmas[k]!;
    checkFinite(caller, "sigma", s);
    checkRange(caller, "sigma", s, 0, Infinity);
    const { radius = Math.ceil(3 * s) } = options;
    checkInteger(caller, "radius", radius, 0);
    return weightsOf(s, radius);
  }) as [number[], number[]];
  const size = src.shape.slice(-2) as [number, number], [top, left] = [column.length >> 1, rows.length >> 1];
  const weights = { size: [column.length, rows.length] as const, rows, column };
  return deliver(caller, slide(src, weights, { size, top, left, border: "nearest" }), options.out);
}
