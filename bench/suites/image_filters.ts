// Suite I, filters and colours: the picture blurred, in gray and in floats.
import { gaussianBlur, rgb2y } from "@taimatsu/image";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { picture } from "../harness/picture.ts";
import { type Work, work } from "../harness/work.ts";

interface ImageCase extends Case {
  /** Width and height. */
  iw: number;
  ih: number;
  /** Standard deviation of a blur, in pixels. */
  radius?: number;
}

const OPS: Record<string, (image: Tensor, c: ImageCase) => Tensor> = {
  gaussian_blur: (image, c) => gaussianBlur(image, c.radius!),
  gray: (image) => rgb2y(image),
  // Our pictures are planes already.
  to_float_chw: (image) => image.float().div(255),
};

/** Builds a case of suite I that filters the picture. */
export function imageFilters(c: Case, _inputs: Inputs): Work {
  const op = OPS[c.op], { iw, ih } = c as ImageCase;
  if (op === undefined) throw new Unsupported(`there is no image filter "${c.op}"`);
  const image = picture(iw, ih);
  const call = () => op(image, c as ImageCase);
  // Results are compared in bytes.
  return c.op === "to_float_chw" ? { call, results: () => [call().mul(255)] } : work(call);
}
