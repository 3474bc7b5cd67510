import { checkFloat, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver, frame, fresh, putSize } from "@taimatsu/tensor/native";
import { checkImage } from "../check_image.ts";
import { kernelsOf } from "../kernels.ts";

/** Names in the order of their numbers in `taimatsu.h`. */
const OPS = [
  "rgb2y",
  "rgb2yuv",
  "yuv2rgb",
  "rgb2hsl",
  "hsl2rgb",
  "rgb2hsv",
  "hsv2rgb",
  "rgb2lab",
  "lab2rgb",
  "rgb2nrgb",
] as const;

/** Changes the colour space of [3, h, w] or [batch, 3, h, w]. */
export function convertColor(name: typeof OPS[number], src: Tensor, options?: OutOption): Tensor {
  checkImage(name, "src", src, [3]);
  if (name === "rgb2lab" || name === "lab2rgb") checkFloat(name, "src", src);
  const channels = name === "rgb2y" ? 1 : 3, x = src.contiguous(), { store, shape } = x, lead = shape.slice(0, -3);
  const batch = lead[0] ?? 1, pixels = x.count / (3 * batch);
  const r = fresh(store.code, [...lead, channels, ...shape.slice(-2)], store.device);
  putSize(0, r, [batch, channels, pixels]);
  putSize(1, x, [batch, 3, pixels]);
  const status = kernelsOf(store.device).tm_image_color(OPS.indexOf(name), r.store.block.arg, store.block.arg, frame);
  if (status !== 0) throw store.device.error(status);
  return deliver(name, r, options?.out);
}
