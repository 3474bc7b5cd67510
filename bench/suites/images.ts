// Suite I: image files and operations on pictures.
import { scale } from "@taimatsu/image";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { picture } from "../harness/picture.ts";
import type { Work } from "../harness/work.ts";
import { BATCHES } from "./image_batches.ts";
import { CODECS } from "./image_codecs.ts";
import { FILTERS } from "./image_filters.ts";
import { GEOMETRY } from "./image_geometry.ts";

/** A case of suite I. */
export interface ImageCase extends Case {
  /** Width and height of the picture. */
  iw: number;
  ih: number;
  /** Width and height of the result. */
  ow?: number;
  oh?: number;
  method?: "simple" | "bilinear" | "bicubic" | "lanczos";
  deg?: number;
  /** From (y, x) about the centre of the result to the source. */
  matrix?: number[][];
  /** Height and width of a kernel. */
  k?: number;
  /** Standard deviation of a blur, in pixels. */
  radius?: number;
  /** Quality of a JPEG file. */
  q?: number;
}

/** How operations work on a picture, by their names. */
export type ImageOps = Readonly<Record<string, (image: Tensor, c: ImageCase) => Work>>;

const OPS: ImageOps = { ...CODECS, ...GEOMETRY, ...FILTERS };

/** Builds a case of suite I; a picture that is smaller than the one of all cases is made of it. */
export function images(c: Case, inputs: Inputs): Work {
  const batch = BATCHES[c.op];
  if (batch !== undefined) return batch(inputs.get("x"), c as ImageCase);
  const build = OPS[c.op], { iw, ih } = c as ImageCase;
  if (build === undefined) throw new Unsupported(`there is no image operation "${c.op}"`);
  return build(scale(picture(), iw, ih, { mode: "bicubic", antialias: true }), c as ImageCase);
}
