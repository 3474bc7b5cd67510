// File operations of suite I.
import { compressJPG, compressPNG, decompress } from "@taimatsu/image";
import type { Work } from "../harness/work.ts";
import type { ImageOps } from "./images.ts";

/** Quality of the JPEG file that is decoded. */
const QUALITY = 90;

function decoding(file: Uint8Array): Work {
  const call = () => decompress(file, { dtype: "uint8" });
  return { call, results: () => [call()] };
}

function encoding(call: () => Uint8Array): Work {
  return { call, results: () => [decompress(call(), { dtype: "uint8" })] };
}

/** How each operation works on a picture. */
export const CODECS: ImageOps = {
  jpeg_decode: (image) => decoding(compressJPG(image, { quality: QUALITY })),
  jpeg_encode: (image, { q }) => encoding(() => compressJPG(image, { quality: q! })),
  png_decode: (image) => decoding(compressPNG(image)),
  png_encode: (image) => encoding(() => compressPNG(image)),
};
