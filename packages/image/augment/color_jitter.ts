import { checkRange, random, type RandomOptions, type Tensor, uniform } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { hsv2rgb, rgb2hsv } from "../color/hsv.ts";
import { changed } from "./images.ts";

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

/** Returns the grey of each pixel, [1, height, width]. */
function greyOf(image: Tensor): Tensor {
  if (image.shape[0] === 1) return image.clone();
  const channel = (k: number): Tensor => image.narrow(0, k, 1);
  return channel(0).clone().mul(0.299).add(0.587, channel(1)).add(0.114, channel(2));
}

type Change = (image: Tensor, amount: number) => void;

const CHANGES = {
  brightness: (image, factor) => image.mul(factor),
  contrast: (image, factor) => {
    const mean = greyOf(image).mean();
    image.mul(factor).add((1 - factor) * mean);
  },
  saturation: (image, factor) => {
    const grey = greyOf(image);
    image.mul(factor).add(1 - factor, grey.expandAs(image));
  },
  hue: (image, turn) => {
    if (image.shape[0] === 1) return;
    const hsv = rgb2hsv(image);
    hsv.select(0, 0).add(turn);
    hsv2rgb(hsv, { out: image });
  },
} as const satisfies Record<string, Change>;

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
 * @throws {RangeError} If an option is negative, or `hue` above 0.5.
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
  const wanted = (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).filter((name) => {
    const value = options[name] ?? 0;
    checkRange("colorJitter", name, value, 0, name === "hue" ? 0.5 : Number.MAX_VALUE);
    return value > 0;
  });
  return changed(src, (image, top) => {
    const left = [...wanted];
    while (left.length > 0) {
      const [name] = left.splice(random(0, left.length - 1, options), 1) as [keyof typeof CHANGES];
      const value = options[name]!;
      const low = name === "hue" ? -value : Math.max(0, 1 - value), high = name === "hue" ? value : 1 + value;
      CHANGES[name](image, uniform(low, high, options));
      image.clamp(0, top);
    }
  });
}
