import { checkFinite, describe, formatSize, Tensor, tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { type BorderOptions, readBorder } from "./border.ts";
import { planesOf } from "./planes.ts";
import { sample } from "./sample.ts";

/** Options of {@linkcode affinetransform}. */
export interface AffineOptions extends BorderOptions {
  /** Distance (down, right) by which the picture moves before the matrix turns it; [0, 0] by default. */
  translation?: Tensor | readonly number[];
}

function numbersOf(name: string, value: unknown, shape: readonly number[]): number[] {
  const list = value instanceof Tensor ? value.toArray() : value, flat = Array.isArray(list) ? list.flat() : [];
  const size = (x: unknown): number[] => Array.isArray(x) ? [x.length, ...size(x[0])] : [];
  if (formatSize(size(list)) !== formatSize(shape) || flat.length !== shape.reduce((a, b) => a * b)) {
    throw new TypeError(
      `Cannot run affinetransform: ${name} must be ${formatSize(shape)} but is ${
        Array.isArray(list) ? formatSize(size(list)) : describe(list)
      }`,
    );
  }
  flat.forEach((x) => checkFinite("affinetransform", name, x));
  return flat;
}

/**
 * Takes every pixel of the result from the position that a matrix gives: (y, x) about the centre, times the matrix, less the
 * translation. Torch7: `image.affinetransform`.
 *
 * The matrix leads from the result to the source: with `[[2, 0], [0, 2]]` the picture becomes half as large.
 *
 * @param src [height, width], [channels, height, width] or [batch, channels, height, width].
 * @param matrix 2 × 2, for (y, x).
 * @param options `mode`, `translation`, `clamp`, `pad` as in `warp`; `out` receives the result.
 * @returns Sized like `src`.
 * @throws {TypeError} If matrix or translation have other sizes.
 *
 * @example Usage
 * ```ts
 * import { affinetransform } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const image = tensor([[1, 2], [3, 4]]);
 * assertEquals(affinetransform(image, [[0, 1], [1, 0]]).toArray(), [[1, 3], [2, 4]]);
 * assertEquals(affinetransform(image, [[1, 0], [0, 1]], { translation: [0, 1], clamp: "pad" }).toArray(), [[0, 1], [0, 3]]);
 * ```
 */
export function affinetransform(
  src: Tensor,
  matrix: Tensor | readonly (readonly number[])[],
  options: AffineOptions = {},
): Tensor {
  checkImage("affinetransform", "src", src);
  const border = readBorder("affinetransform", options);
  const [a, b, c, d] = numbersOf("matrix", matrix, [2, 2]) as [number, number, number, number];
  const [down, right] = numbersOf("translation", options.translation ?? [0, 0], [2]) as [number, number];
  const [, , height, width] = planesOf(src), y = (height - 1) / 2, x = (width - 1) / 2;
  const map = [[a, b, y - a * y - b * x - down], [c, d, x - c * y - d * x - right]];
  return sample(src, src.shape, options.out, { ...border, map: tensor(map, { dtype: "float64" }) });
}
