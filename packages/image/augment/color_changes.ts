import type { Tensor } from "@taimatsu/tensor";
import { hsv2rgb, rgb2hsv } from "../color/hsv.ts";

/** Returns the grey of each pixel, [1, height, width]. */
function greyOf(image: Tensor): Tensor {
  if (image.shape[0] === 1) return image.clone();
  const channel = (k: number): Tensor => image.narrow(0, k, 1);
  return channel(0).clone().mul(0.299).add(0.587, channel(1)).add(0.114, channel(2));
}

/** Changes an image in place by a factor, or by a part of a turn. */
type Change = (image: Tensor, amount: number) => void;

/** What can be changed of the colours of an image, [1 or 3, height, width], floats. */
export const COLOR_CHANGES = {
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
