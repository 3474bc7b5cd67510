// Suite I, geometry: the picture resized with the filters that Pillow has, turned and mirrored.
import { hflip, rotate, scale } from "@taimatsu/image";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { picture } from "../harness/picture.ts";
import { type Work, work } from "../harness/work.ts";

interface ImageCase extends Case {
  /** Sizes of the picture, and of the result. */
  iw: number;
  ih: number;
  ow: number;
  oh: number;
  method: "bilinear" | "bicubic";
  deg: number;
}

const OPERATIONS: Record<string, (x: Tensor, c: ImageCase) => Tensor> = {
  resize: (x, { ow, oh, method }) => scale(x, ow, oh, { mode: method, antialias: true }),
  rotate: (x, { deg }) => rotate(x, deg * Math.PI / 180, { mode: "bilinear" }),
  hflip: (x) => hflip(x),
};

/** Builds a geometric case of suite I. */
export function imageGeometry(c: Case, _: Inputs): Work {
  const operation = OPERATIONS[c.op], { iw, ih } = c as ImageCase;
  if (operation === undefined) throw new Unsupported(`@taimatsu/image has no ${c.op} yet`);
  const whole = picture(), x = scale(whole, iw, ih, { mode: "bicubic", antialias: true });
  return work(() => operation(x, c as ImageCase));
}
