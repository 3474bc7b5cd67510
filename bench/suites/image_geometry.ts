// Geometric operations of suite I: the picture resized with the filters that Pillow has, turned, mapped, mirrored and cut.
import { affinetransform, crop, hflip, rotate, scale, vflip } from "@taimatsu/image";
import { largeWork } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** How each operation works on a picture. */
export const GEOMETRY: ImageOps = {
  resize: (x, { ow, oh, method }) =>
    largeWork(() => scale(x, ow!, oh!, { mode: method!, antialias: method !== "simple" })),
  rotate: (x, { deg, method = "bilinear" }) =>
    largeWork(() => rotate(x, deg! * Math.PI / 180, { mode: method as "simple" | "bilinear" })),
  affine: (x, { matrix, method }) => largeWork(() => affinetransform(x, matrix!, { mode: method!, clamp: "pad" })),
  hflip: (x) => largeWork(() => hflip(x)),
  vflip: (x) => largeWork(() => vflip(x)),
  crop: (x, { ow, oh }) => largeWork(() => crop(x, "c", ow!, oh!)),
};
