// Filters and colours of suite I: the picture blurred, convolved, in other colour spaces and in floats.
import { convolve, dilate, erode, gaussianBlur, hsv2rgb, rgb2hsv, rgb2lab, rgb2y, rgb2yuv } from "@taimatsu/image";
import { type Tensor, tensor } from "@taimatsu/tensor";
import { largeWork, type Work } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** Work that is checked by its first plane, in bytes: the others have another zero in each library. */
function firstPlane(call: () => Tensor, scale: number): Work {
  return { call: () => call().dispose(), results: () => [call().narrow(-3, 0, 1).double().mul(scale)] };
}

/** 1 where the picture is brighter than 127, else 0. */
function binary(image: Tensor): Tensor {
  return image.gt(127).to("uint8");
}

function morphology(f: typeof dilate): ImageOps[string] {
  return (image) => {
    const source = binary(image), call = () => f(source);
    return { call: () => call().dispose(), results: () => [call().double().mul(255)] };
  };
}

/** How each operation works on a picture. */
export const FILTERS: ImageOps = {
  gaussian_blur: (image, { radius }) => largeWork(() => gaussianBlur(image, radius!)),
  convolve: (image, { k }) => {
    const weights = Array.from({ length: k! * k! }, (_, i) => 1 + i % 4), sum = weights.reduce((a, b) => a + b);
    const kernel = tensor(weights).view(k!, k!).div(sum);
    return largeWork(() => convolve(image, kernel, "same"));
  },
  dilate: morphology(dilate),
  erode: morphology(erode),
  gray: (image) => largeWork(() => rgb2y(image)),
  rgb2hsv: (image) => largeWork(() => rgb2hsv(image)),
  hsv2rgb: (image) => {
    const hsv = rgb2hsv(image);
    return largeWork(() => hsv2rgb(hsv));
  },
  rgb2yuv: (image) => firstPlane(() => rgb2yuv(image), 1),
  rgb2lab: (image) => {
    const source = image.float().div(255); // it takes floats alone
    return firstPlane(() => rgb2lab(source), 2.55);
  },
  to_float_chw: (image) => {
    const call = () => image.float().div(255); // our pictures are planes already
    return { call: () => call().dispose(), results: () => [call().mul(255)] }; // what is checked is in bytes
  },
};
