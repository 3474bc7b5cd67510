// Geometric operations of suite I: the picture resized with the filters that Pillow has, turned, cut and mirrored.
import { affinetransform, crop, hflip, rotate, scale, vflip } from "@taimatsu/image";
import { work } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** The map of "affine", for (y, x) about the centre. */
const MATRIX = [[1.1, -0.1], [0.2, 0.9]];

/** How each operation works on a picture. */
export const GEOMETRY: ImageOps = {
  resize: (x, { ow, oh, method }) => {
    if (method === "nearest") return work(() => scale(x, ow!, oh!, { mode: "simple" }));
    return work(() => scale(x, ow!, oh!, { mode: method!, antialias: true }));
  },
  affine: (x, { method }) => {
    const options = { mode: method as "bilinear" | "bicubic", clamp: "pad" } as const;
    return work(() => affinetransform(x, MATRIX, options));
  },
  rotate_nearest: (x, { deg }) => work(() => rotate(x, deg! * Math.PI / 180)),
  crop: (x, { ow, oh }) => work(() => crop(x, 0, 0, ow!, oh!)),
  rotate: (x, { deg }) => work(() => rotate(x, deg! * Math.PI / 180, { mode: "bilinear" })),
  hflip: (x) => work(() => hflip(x)),
  vflip: (x) => work(() => vflip(x)),
};
