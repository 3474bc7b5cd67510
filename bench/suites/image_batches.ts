// Batches of images in floats, of suite I, resized and turned.
import { affinetransform, scale } from "@taimatsu/image";
import { largeWork } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** How each operation works on a batch. */
export const BATCHES: ImageOps = {
  resize_batch: (x, { ow, oh, method }) => largeWork(() => scale(x, ow!, oh!, { mode: method!, antialias: true })),
  rotate_batch: (x, { deg }) => {
    const cos = Math.cos(deg! * Math.PI / 180), sin = Math.sin(deg! * Math.PI / 180);
    return largeWork(() => affinetransform(x, [[cos, sin], [-sin, cos]], { mode: "bilinear" })); // the border is drawn out
  },
};
