// Suite I: image files and operations on pictures.
import { compressJPG, compressPNG, decompress } from "@taimatsu/image";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { picture } from "../harness/picture.ts";
import type { Work } from "../harness/work.ts";

interface ImageCase extends Case {
  /** Width and height. */
  iw: number;
  ih: number;
  /** Quality of a JPEG file. */
  q?: number;
}

/** Quality of the file that is decoded. */
const QUALITY = 90;

function decoding(file: Uint8Array): Work {
  const call = () => decompress(file, { dtype: "uint8" });
  return { call, results: () => [call()] };
}

function encoding(call: () => Uint8Array): Work {
  return { call, results: () => [decompress(call(), { dtype: "uint8" })] };
}

/** How each operation works on a picture. */
const OPS: Record<string, (image: Tensor, c: ImageCase) => Work> = {
  jpeg_decode: (image) => decoding(compressJPG(image, { quality: QUALITY })),
  jpeg_encode: (image, c) => encoding(() => compressJPG(image, { quality: c.q! })),
  png_decode: (image) => decoding(compressPNG(image)),
  png_encode: (image) => encoding(() => compressPNG(image)),
};

/** Builds a case of suite I. */
export function images(c: Case, _inputs: Inputs): Work {
  const build = OPS[c.op], { iw, ih } = c as ImageCase;
  if (build === undefined) throw new Unsupported(`there is no image operation "${c.op}"`);
  return build(picture(iw, ih), c as ImageCase);
}
