import { checkRange, normal, type RandomOptions, type Tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { changed, checkRandomOptions, MOST } from "./images.ts";

/** Options of {@linkcode lighting}. The colours are those of ImageNet unless given. */
export interface LightingOptions extends RandomOptions {
  /** Standard deviation of the factors; 0.1 by default. */
  std?: number;
  /** Variances along the principal axes of the colours, for pixels from 0 to 1. */
  eigenvalues?: readonly number[];
  /** The axes as the columns of a 3 × 3 matrix. */
  eigenvectors?: readonly (readonly number[])[];
}

const EIGENVALUES = [0.2175, 0.0188, 0.0045];
const EIGENVECTORS = [[-0.5675, 0.7192, 0.4009], [-0.5808, -0.0045, -0.814], [-0.5836, -0.6948, 0.4203]];

/**
 * Adds a random colour along the principal axes of the colours of a data set, as AlexNet did; to each image of a batch another.
 *
 * Channel c gets Σₖ vectors[c][k] αₖ values[k], where αₖ is normal with mean 0. Results are kept in the range of images.
 *
 * @param src [3, height, width] or [batch, 3, height, width].
 * @param options `std`, `eigenvalues`, `eigenvectors`; `generator` is the source of chance.
 * @returns A copy; uint8 is rounded.
 * @throws {RangeError} If `std` or a value is negative, or a number is beyond a million.
 * @throws {TypeError} If values or vectors are not three.
 *
 * @example Usage
 * ```ts
 * import { lighting } from "@taimatsu/image";
 * import { full } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lighting(full([3, 1, 1], 0.5), { std: 0 }).toArray(), [[[0.5]], [[0.5]], [[0.5]]]);
 * ```
 */
export function lighting(src: Tensor, options: LightingOptions = {}): Tensor {
  checkImage("lighting", "src", src, [3]);
  checkRandomOptions("lighting", options);
  const { std = 0.1, eigenvalues = EIGENVALUES, eigenvectors = EIGENVECTORS } = options;
  checkRange("lighting", "std", std, 0, MOST);
  const isThree = (list: unknown): boolean => Array.isArray(list) && list.length === 3;
  if (!isThree(eigenvalues) || !isThree(eigenvectors) || !eigenvectors.every(isThree)) {
    throw new TypeError("Cannot run lighting: eigenvalues must be a list of 3, eigenvectors one of 3 × 3");
  }
  for (const value of eigenvalues) checkRange("lighting", "eigenvalues", value, 0, MOST);
  for (const value of eigenvectors.flatMap((row) => [...row])) {
    checkRange("lighting", "eigenvectors", value, -MOST, MOST);
  }
  return changed(src, (image, top) => {
    const factors = eigenvalues.map((value) => std === 0 ? 0 : normal(0, std, options) * value * top);
    eigenvectors.forEach((row, c) => image.select(0, c).add(row.reduce((sum, v, k) => sum + v * factors[k]!, 0)));
  });
}
