// Geometric operations of suite I: the picture resized with the filters that Pillow has, turned and mirrored.
import { hflip, rotate, scale } from "@taimatsu/image";
import { work } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** How each operation works on a picture. */
export const GEOMETRY: ImageOps = {
  resize: (x, { ow, oh, method }) => work(() => scale(x, ow!, oh!, { mode: method!, antialias: true })),
  rotate: (x, { deg }) => work(() => rotate(x, deg! * Math.PI / 180, { mode: "bilinear" })),
  hflip: (x) => work(() => hflip(x)),
};
