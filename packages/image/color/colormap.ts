import { checkInteger, type Dtype, type Tensor, tensor } from "@taimatsu/tensor";
import { hsl2rgb } from "./hsl.ts";

/** Colours of a map, at most: more than bytes can tell apart. */
const MOST = 2 ** 24;

/** Options of color maps. */
export interface ColormapOptions {
  /** Element type of the map, the default dtype unless given. */
  dtype?: Dtype;
}

/**
 * Returns `n` colours that are easy to tell apart: the hue moves by 39° from one to the next, the saturation by a ninth between
 * 0.3 and 1, at lightness 0.5.
 *
 * @param n Number of colours.
 * @param options The element type.
 * @returns RGB from 0 to 1, [n, 3].
 * @throws {RangeError} If `n` is no integer from 1 to 2²⁴.
 *
 * @example Usage
 * ```ts
 * import { colormap } from "@taimatsu/image";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(colormap(1), [[0.65, 0.35, 0.35]]);
 * ```
 */
export function colormap(n: number, options: ColormapOptions = {}): Tensor {
  checkInteger("colormap", "n", n, 1, MOST);
  const hsl = Array.from({ length: n }, (_, k) => [39 * k % 360 / 360, 0.3 + 10 * k % 63 / 90, 0.5]);
  const rgb = hsl2rgb(tensor(hsl, { dtype: "float64" }).t().contiguous().view(3, 1, n)).view(3, n).t().contiguous();
  return tensor(rgb.toArray(), options);
}

/**
 * Returns the colours of a heat map from cold to hot: blue, cyan, yellow, red.
 *
 * @param n Number of colours.
 * @param options The element type.
 * @returns RGB from 0 to 1, [n, 3].
 * @throws {RangeError} If `n` is no integer from 1 to 2²⁴.
 *
 * @example Usage
 * ```ts
 * import { jetColormap } from "@taimatsu/image";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(jetColormap(4), [[0, 0.5, 1], [0.5, 1, 0.5], [1, 0.5, 0], [0.5, 0, 0]]);
 * ```
 */
export function jetColormap(n: number, options: ColormapOptions = {}): Tensor {
  checkInteger("jetColormap", "n", n, 1, MOST);
  const heat = Array.from({ length: n }, (_, k) => 4 * (k + 1) / n);
  return tensor(
    heat.map((x) => [1.5, 0.5, -0.5].map((low) => Math.min(Math.max(Math.min(x - low, 3 + low - x), 0), 1))),
    options,
  );
}
