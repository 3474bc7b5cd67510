// Filters and colours of suite I: the picture blurred, sharpened, in gray, in another colour space and in floats.
import { convolve, dilate, erode, gaussianBlur, hsv2rgb, rgb2hsv, rgb2y } from "@taimatsu/image";
import { type Tensor, tensor } from "@taimatsu/tensor";
import { work } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** Kernels that are no product of a column and a row, and what their elements sum to. */
const KERNELS = {
  3: { weights: [[0, -1, 0], [-1, 8, -1], [0, -1, 0]], sum: 4 },
  // deno-fmt-ignore
  5: {
    weights: [[0, 0, -1, 0, 0], [0, -1, -2, -1, 0], [-1, -2, 32, -2, -1], [0, -1, -2, -1, 0], [0, 0, -1, 0, 0]],
    sum: 16,
  },
};

/** Zeros and ones: where the picture is bright. */
function ink(image: Tensor): Tensor {
  return rgb2y(image).gt(127);
}

/** How each operation works on a picture. */
export const FILTERS: ImageOps = {
  gaussian_blur: (image, { radius }) => work(() => gaussianBlur(image, radius!)),
  convolve: (image, { side }) => {
    const { weights, sum } = KERNELS[side!], kernel = tensor(weights).div(sum);
    return work(() => convolve(image, kernel, "same"));
  },
  dilate: (image) => {
    const bright = ink(image);
    return work(() => dilate(bright));
  },
  erode: (image) => {
    const bright = ink(image);
    return work(() => erode(bright));
  },
  rgb2hsv: (image) => work(() => rgb2hsv(image)),
  hsv2rgb: (image) => {
    const hsv = rgb2hsv(image);
    return work(() => hsv2rgb(hsv));
  },
  gray: (image) => work(() => rgb2y(image)),
  to_float_chw: (image) => {
    const call = () => image.float().div(255); // our pictures are planes already
    return { call, results: () => [call().mul(255)] }; // what is checked is in bytes
  },
};
