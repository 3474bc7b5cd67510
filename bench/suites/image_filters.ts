// Filters and colours of suite I: the picture blurred, in gray and in floats.
import { gaussianBlur, rgb2y } from "@taimatsu/image";
import { work } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** How each operation works on a picture. */
export const FILTERS: ImageOps = {
  gaussian_blur: (image, { radius }) => work(() => gaussianBlur(image, radius!)),
  gray: (image) => work(() => rgb2y(image)),
  to_float_chw: (image) => {
    const call = () => image.float().div(255); // our pictures are planes already
    return { call, results: () => [call().mul(255)] }; // what is checked is in bytes
  },
};
