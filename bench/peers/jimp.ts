/**
 * Jimp, images in JavaScript alone, on the cases of suite I: `deno run -A --no-lock bench/peers/jimp.ts --help`. It has one thread, however
 * many it may use.
 *
 * @module
 */
import { fromBuffer, type Tensor } from "@taimatsu/tensor";
import { Buffer } from "node:buffer";
import { Unsupported } from "../harness/case.ts";
import { HELP, readOptions, UsageError } from "../harness/options.ts";
import { picture } from "../harness/picture.ts";
import { Runner } from "../harness/runner.ts";
import type { Builder, Work } from "../harness/work.ts";
import type { ImageCase } from "../suites/images.ts";

/** Pixels as Jimp keeps them: red, green, blue and alpha of each. */
interface Bitmap {
  width: number;
  height: number;
  data: Uint8Array;
}

/** What is used of a picture of Jimp. */
interface Picture extends Bitmap {
  bitmap: Bitmap;
  clone(): Picture;
  resize(options: { w: number; h: number; mode: string }): void;
  rotate(options: { deg: number; mode: string | false }): void;
  flip(options: { horizontal?: boolean; vertical?: boolean }): void;
  crop(options: { x: number; y: number; w: number; h: number }): void;
  gaussian(radius: number): void;
  greyscale(): void;
  convolution(kernel: number[][]): void;
}

/** What is used of a file format of Jimp. */
interface Codec {
  encode(bitmap: Bitmap, options?: { quality?: number }): Uint8Array;
  decode(file: Uint8Array): Bitmap;
}

// Named at run time, so that neither the lock file nor the types of the repository hold what belongs to this peer alone.
const VERSION = "1.6.1", load = (name: string) => import(`npm:${name}@${VERSION}`);
const { Jimp } = await load("jimp") as { Jimp: new (bitmap: Bitmap) => Picture };
const { encode: encodeJPG, decode: decodeJPG }: Codec = (await load("@jimp/js-jpeg")).default();
const { encode: encodePNG, decode: decodePNG }: Codec = (await load("@jimp/js-png")).default();

const BICUBIC = "bicubicInterpolation";
const MODES = { simple: "nearestNeighbor", bilinear: "bilinearInterpolation", bicubic: BICUBIC };

function modeOf(method: string): string {
  if (!(method in MODES)) throw new Unsupported(`there is no mode "${method}"`);
  return MODES[method as keyof typeof MODES];
}

/** The picture that bench/README.md defines, opaque. */
function opaque(): Bitmap {
  const planes = picture(), [, height, width] = planes.shape as [number, number, number];
  const from = planes.data as Uint8Array, n = width * height, data = Buffer.alloc(4 * n, 255);
  for (let i = 0; i < n; i++) for (let c = 0; c < 3; c++) data[4 * i + c] = from[c * n + i]!;
  return { width, height, data };
}

/** The colours of a result, without alpha. */
function colours({ width, height, data }: Bitmap): Tensor {
  const n = width * height, rgb = new Uint8Array(3 * n);
  for (let i = 0; i < n; i++) for (let c = 0; c < 3; c++) rgb[3 * i + c] = data[4 * i + c]!;
  return fromBuffer(rgb.buffer, "uint8", [height, width, 3]).clone();
}

/** Work on a copy: Jimp's functions change their image. */
function onCopy(image: Picture, f: (image: Picture) => unknown): Work {
  const call = () => {
    const copy = image.clone();
    f(copy);
    return copy;
  };
  return { call, results: () => [colours(call().bitmap)] };
}

function decoding(call: () => Bitmap): Work {
  return { call, results: () => [colours(call())] };
}

const OPS: Record<string, (image: Picture, c: ImageCase) => Work> = {
  jpeg_decode: ({ bitmap }) => {
    const file = encodeJPG(bitmap, { quality: 90 });
    return decoding(() => decodeJPG(file));
  },
  jpeg_encode: ({ bitmap }, { q }) => {
    const call = () => encodeJPG(bitmap, { quality: q! });
    return { call, results: () => [colours(decodeJPG(call()))] };
  },
  png_decode: ({ bitmap }) => {
    const file = encodePNG(bitmap);
    return decoding(() => decodePNG(file));
  },
  png_encode: ({ bitmap }) => {
    const call = () => encodePNG(bitmap);
    return { call, results: () => [colours(decodePNG(call()))] };
  },
  resize: (image, { ow, oh, method }) => {
    const mode = modeOf(method!);
    return onCopy(image, (x) => x.resize({ w: ow!, h: oh!, mode }));
  },
  rotate: (image, { deg, method = "bilinear" }) => {
    const mode = method === "simple" ? false : modeOf(method); // a mode makes room for the corners
    return onCopy(image, (x) => x.rotate({ deg: deg!, mode }));
  },
  hflip: (image) => onCopy(image, (x) => x.flip({ horizontal: true })),
  vflip: (image) => onCopy(image, (x) => x.flip({ vertical: true })),
  crop: (image, { ow, oh }) => {
    const place = { x: (image.width - ow!) >> 1, y: (image.height - oh!) >> 1, w: ow!, h: oh! };
    return onCopy(image, (x) => x.crop(place));
  },
  gaussian_blur: (image, { radius }) => onCopy(image, (x) => x.gaussian(radius!)),
  gray: (image) => onCopy(image, (x) => x.greyscale()),
  convolve: (image, { k }) => {
    const weights = Array.from({ length: k! * k! }, (_, i) => 1 + i % 4), sum = weights.reduce((a, b) => a + b);
    const kernel = Array.from({ length: k! }, (_, r) => weights.slice(r * k!, (r + 1) * k!).map((w) => w / sum));
    return onCopy(image, (x) => x.convolution(kernel));
  },
};

const build: Builder = (c) => {
  const op = OPS[c.op], { iw, ih } = c as ImageCase;
  if (op === undefined) throw new Unsupported(`there is no operation "${c.op}"`);
  const image = new Jimp(opaque());
  if (image.width !== iw || image.height !== ih) image.resize({ w: iw, h: ih, mode: BICUBIC });
  return op(image, c as ImageCase);
};

try {
  const options = readOptions(Deno.args);
  if (options === undefined) {
    console.log(HELP.replace("Taimatsu", "Jimp").replace("bench/run.ts", "--no-lock bench/peers/jimp.ts"));
  } else {
    const runner = new Runner(options, () => Promise.resolve(build), { impl: "jimp", version: VERSION });
    await runner.run();
    Deno.exitCode = runner.failed ? 1 : 0;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`jimp: ${error.message}`);
  Deno.exitCode = 2;
}
