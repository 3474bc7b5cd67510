import {
  checkFinite,
  checkInteger,
  checkTensor,
  formatSize,
  type OutOption,
  sameSize,
  stack,
  type Tensor,
} from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { minmax, type MinmaxOptions } from "../filters/minmax.ts";
import { grid } from "./grid.ts";

/** Options of {@linkcode toDisplayTensor}. */
export interface DisplayTensorOptions extends OutOption {
  /** Pixels between images, 0 by default. */
  padding?: number;
  /** Images in a row, 6 by default. */
  nrow?: number;
  /** Whether each image is stretched by itself, not all of them together; false by default. */
  scaleeach?: boolean;
  /** What becomes 0: the smallest element unless given. */
  min?: number;
  /** What becomes 1: the largest element unless given. */
  max?: number;
  /** Whether bounds that are not given are ∓ the largest magnitude, as is useful for filters; false by default. */
  symmetric?: boolean;
  /** Whether values beyond the bounds are brought to them; true by default. */
  saturate?: boolean;
}

const CALLER = "toDisplayTensor";

/** Makes one tensor of a list of images of one size: [images, channels, h, w]. */
function pack(images: readonly Tensor[]): Tensor {
  if (images.length === 0) throw new TypeError(`Cannot run ${CALLER}: input must have images but is an empty list`);
  for (const image of images) {
    checkImage(CALLER, "each image of input", image);
    const first = images[0]!;
    if (!sameSize(image.shape, first.shape) || image.dtype !== first.dtype || image.shape.length > 3) {
      throw new TypeError(
        `Cannot run ${CALLER}: the images of input must be [height, width] or [channels, height, width] of one size and ` +
          `dtype but are ${formatSize(first.shape)} of ${first.dtype} and ${formatSize(image.shape)} of ${image.dtype}`,
      );
    }
  }
  return stack(images.map((image) => image.shape.length === 2 ? image.view(1, ...image.shape) : image), 0);
}

/** Whether this many channels are shown as colours or as gray, not as images of their own. */
function isShown(channels: number): boolean {
  return channels === 1 || channels === 3;
}

/**
 * Returns one image of many, in a grid, with values stretched to 0 … 1 (bytes: 0 … 255): what shows the filters of a layer.
 *
 * @param input An image [h, w], [1, h, w] or [3, h, w]; images [n, 1, h, w] or [n, 3, h, w]; [n, h, w] for as many gray images; or a
 *   list of images of one size. uint8, float32 or float64.
 * @param options The layout, the bounds as in {@linkcode minmax}, and where the result goes.
 * @returns [channels, height, width]; [height, width] for [h, w] and [n, h, w]. Nothing is laid out for a single image.
 * @throws {TypeError} If the input has other sizes or another dtype.
 * @throws {RangeError} If `padding` is no integer from 0, `nrow` none from 1, or a bound not finite.
 *
 * @example Usage
 * ```ts
 * import { toDisplayTensor } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const filters = [tensor([[0, 1]]), tensor([[2, 3]]), tensor([[4, 2]])];
 * assertEquals(toDisplayTensor(filters, { nrow: 2 }).toArray(), [[[0, 0.25, 0.5, 0.75], [1, 0.5, 1, 1]]]);
 * ```
 */
export function toDisplayTensor(input: Tensor | readonly Tensor[], options: DisplayTensorOptions = {}): Tensor {
  const { padding = 0, nrow = 6, scaleeach = false, symmetric = false, saturate = true, min, max } = options;
  checkInteger(CALLER, "padding", padding, 0);
  checkInteger(CALLER, "nrow", nrow, 1);
  const packed = Array.isArray(input) ? pack(input) : input as Tensor;
  checkTensor(CALLER, "input", packed);
  const gray = packed.shape.length === 3 && !isShown(packed.shape[0]!);
  checkImage(CALLER, "input", packed, packed.shape.length === 4 ? [1, 3] : undefined);
  const bounds: MinmaxOptions = { symm: symmetric, saturate };
  for (const [name, bound] of Object.entries({ min, max })) {
    if (bound === undefined) continue;
    checkFinite(CALLER, name, bound);
    bounds[name as "min" | "max"] = bound;
  }
  if (packed.shape.length < 4 && !gray) return deliver(CALLER, minmax(packed, bounds), options.out);
  const images = [...gray ? packed.unsqueeze(1) : packed], columns = Math.min(nrow, images.length);
  const shown = scaleeach ? images.map((image) => minmax(image, bounds)) : images;
  const largest = Math.max(...shown.map((image) => image.max()));
  const laid = grid(shown, { columns, padding, fill: largest }), r = scaleeach ? laid : minmax(laid, bounds);
  return deliver(CALLER, gray ? r.select(0, 0) : r, options.out);
}
