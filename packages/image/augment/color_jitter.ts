import { checkRange, random, type RandomOptions, type Tensor, uniform } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { COLOR_CHANGES } from "./color_changes.ts";
import { changed, checkRandomOptions, MOST } from "./images.ts";

/** Options of {@linkcode colorJitter}: by how much the factors may differ from 1, and the hue from what it was. */
export interface ColorJitterOptions extends RandomOptions {
  /** Of the light; 0 by default. */
  brightness?: number;
  /** Of the distance from the mean grey; 0 by default. */
  contrast?: number;
  /** Of the distance of each pixel from its own grey; 0 by default. */
  saturation?: number;
  /** Of the hue, in turns of the colour wheel, at most 0.5; 0 by default. */
  hue?: number;
}

/**
 * Changes brightness, contrast, saturation and hue by chance, in a random order; of each image of a batch by other numbers.
 *
 * A factor f is drawn from [1 − v, 1 + v], but not below 0, where v is the option. Brightness multiplies by it; contrast mixes f parts
 * of the image and 1 − f parts of its mean grey (0.299 R + 0.587 G + 0.114 B), saturation 1 − f parts of the grey of each pixel.
 * The hue moves by a part of a turn from [−v, v]; grey images have none. Results are kept in the range of images.
 *
 * @param src [1 or 3, height, width] or [batch, 1 or 3, height, width].
 * @param options `brightness`, `contrast`, `saturation`, `hue`; `generator` is the source of chance.
 * @returns A copy; uint8 is rounded.
 * @throws {RangeError} If an option is negative or above a million, or `hue` above 0.5.
 *
 * @example Usage
 * ```ts
 * import { colorJitter } from "@taimatsu/image";
 * import { full, Generator } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const generator = new Generator(1), image = colorJitter(full([3, 2, 2], 0.5), { brightness: 0.4, generator });
 * assert(image.get(0, 0, 0) >= 0.3 && image.get(0, 0, 0) <= 0.7);
 * ```
 */
export function colorJitter(src: Tensor, options: ColorJitterOptions = {}): Tensor {
  checkImage("colorJitter", "src", src, [1, 3]);
  checkRandomOptions("colorJitter", options);
  const wanted = (Object.keys(COLOR_CHANGES) as (keyof typeof COLOR_CHANGES)[]).filter((name) => {
    const value = options[name] ?? 0;
    checkRange("colorJitter", name, value, 0, name === "hue" ? 0.5 : MOST);
    return value > 0;
  });
  return changed(src, (image, top) => {
    const left = [...wanted];
    while (left.length > 0) {
      const [name] = left.splice(random(0, left.length - 1, options), 1) as [keyof typeof COLOR_CHANGES];
      const value = options[name]!;
      const low = name === "hue" ? -value : Math.max(0, 1 - value), high = name === "hue" ? value : 1 + value;
      COLOR_CHANGES[name](image, uniform(low, high, options));
      image.clamp(0, top);
    }
  });
}
