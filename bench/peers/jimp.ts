/**
 * Measures jimp, images in JavaScript alone, on suite I of `workloads.json`; options as for `run.ts`.
 *
 *     deno run -A --no-lock bench/peers/jimp.ts --suite I
 *
 * jimp is fetched from npm when this runs, because nothing else here needs it. It works on four bytes a pixel and changes images in place:
 * a copy is part of each call.
 *
 * @module
 */
import { fromBuffer, type Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import { HELP, readOptions, UsageError } from "../harness/options.ts";
import { picture } from "../harness/picture.ts";
import { Runner } from "../harness/runner.ts";
import type { Work } from "../harness/work.ts";
import type { ImageCase } from "../suites/images.ts";

const VERSION = "1.6.1";

/** What is used of jimp's images. */
interface Picture {
  readonly bitmap: { readonly data: Uint8Array; readonly width: number; readonly height: number };
  clone(): Picture;
  resize(options: { w: number; h: number; mode: string }): Picture;
  rotate(options: { deg: number; mode: string | false }): Picture;
  crop(options: { x: number; y: number; w: number; h: number }): Picture;
  flip(options: { horizontal: boolean; vertical: boolean }): Picture;
  gaussian(radius: number): Picture;
  convolute(kernel: number[][]): Picture;
  greyscale(): Picture;
}

interface Jimp {
  Jimp: new (bitmap: { data: Uint8Array; width: number; height: number }) => Picture;
  ResizeStrategy: Record<string, string>;
}

// Not a plain specifier, so that only this program fetches it.
const { Jimp, ResizeStrategy }: Jimp = await import(["npm:jimp", VERSION].join("@"));
const STRATEGIES: Record<string, string> = { nearest: "NEAREST_NEIGHBOR", bilinear: "BILINEAR", bicubic: "BICUBIC" };

const SHARPEN = [[0, -0.25, 0], [-0.25, 2, -0.25], [0, -0.25, 0]];

/** The picture of all cases, red, green, blue and alpha of each pixel. */
function interleaved(): Picture {
  const planes = picture(), [, height, width] = planes.shape as [number, number, number];
  const values = planes.data as Uint8Array, plane = width * height, data = new Uint8Array(4 * plane).fill(255);
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) data[4 * i + c] = values[c * plane + i]!;
  return new Jimp({ data, width, height });
}

/** Red, green and blue in planes. */
function planar({ bitmap: { data, width, height } }: Picture): Tensor {
  const plane = width * height, values = new Uint8Array(3 * plane);
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) values[c * plane + i] = data[4 * i + c]!;
  return fromBuffer(values.buffer, "uint8", [3, height, width]);
}

type Call = (image: Picture, c: ImageCase) => Picture;

const CALLS: Record<string, Call> = {
  resize: (image, { ow, oh, method }) =>
    image.clone().resize({ w: ow!, h: oh!, mode: ResizeStrategy[STRATEGIES[method!]!]! }),
  rotate: (image, { deg }) => image.clone().rotate({ deg: deg!, mode: false }), // it interpolates between four pixels
  crop: (image, { ow, oh }) => image.clone().crop({ x: 0, y: 0, w: ow!, h: oh! }),
  hflip: (image) => image.clone().flip({ horizontal: true, vertical: false }),
  vflip: (image) => image.clone().flip({ horizontal: false, vertical: true }),
  gaussian_blur: (image, { radius }) => image.clone().gaussian(radius!),
  convolve: (image) => image.clone().convolute(SHARPEN),
  gray: (image) => image.clone().greyscale(),
};

/** Whether jimp has what a case asks for. */
function has({ op, method, side }: ImageCase): boolean {
  return op in CALLS && (op !== "resize" || method! in STRATEGIES) && (op !== "convolve" || side === 3);
}

function build(c: Case): Work {
  const { iw, ih } = c as ImageCase, call = CALLS[c.op];
  if (call === undefined || !has(c as ImageCase)) throw new Unsupported(`jimp has no ${c.case.split("/")[0]}`);
  let image = interleaved();
  if (iw !== image.bitmap.width) image = image.resize({ w: iw, h: ih, mode: ResizeStrategy.BICUBIC! });
  const run = () => call(image, c as ImageCase);
  return { call: run, results: () => [planar(run())] };
}

try {
  const options = readOptions(Deno.args);
  if (options === undefined) console.log(HELP);
  else {
    const runner = new Runner(options, { impl: "jimp", version: VERSION }, () => Promise.resolve(build));
    await runner.run();
    Deno.exitCode = runner.failed ? 1 : 0;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`bench: ${error.message}`);
  Deno.exitCode = 2;
}
