/**
 * Compares reading and writing image files with libjpeg-turbo and libpng called from C (codec_loop.c, beside this file), turn by
 * turn in one process: `deno run -A bench/programs/codec_speed.ts [RUNS]`. Prints medians in milliseconds and C's time over ours.
 *
 * @module
 */
import { compressJPG, compressPNG, decompress } from "@taimatsu/image";
import { setNumThreads, type Tensor } from "@taimatsu/tensor";
import { picture } from "../harness/picture.ts";
import { median } from "../harness/row.ts";

const QUALITY = 90, COMPRESSION = 6;

const SYMBOLS = {
  // file, bytes, pixels
  jpeg_decode: { parameters: ["buffer", "f64", "buffer"], result: "f64" },
  png_decode: { parameters: ["buffer", "f64", "buffer"], result: "f64" },
  // pixels, width, height, quality, file, capacity
  jpeg_encode: { parameters: ["buffer", "f64", "f64", "f64", "buffer", "f64"], result: "f64" },
  png_encode: { parameters: ["buffer", "f64", "f64", "f64", "buffer", "f64"], result: "f64" },
} as const satisfies Deno.ForeignLibraryInterface;

type Loop = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/** Two ways to the same file, or picture. */
interface Pair {
  name: string;
  ours: () => Uint8Array | Tensor;
  /** The loop in C; it returns how many bytes it wrote. */
  c: () => number;
  /** What C wrote. */
  result: () => Uint8Array;
}

function compile(): Loop {
  const folder = Deno.makeTempDirSync(), source = decodeURIComponent(new URL("codec_loop.c", import.meta.url).pathname);
  try {
    const args = ["-O3", "-shared", "-fPIC", "-o", `${folder}/codec_loop.so`, source, "-ljpeg", "-lpng"];
    const { success, stderr } = new Deno.Command("cc", { args }).outputSync();
    if (!success) throw new Error(`Cannot compile codec_loop.c:\n${new TextDecoder().decode(stderr)}`);
    return Deno.dlopen(`${folder}/codec_loop.so`, SYMBOLS).symbols;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Returns the samples pixel by pixel. */
function interleave(image: Tensor): Uint8Array<ArrayBuffer> {
  return image.permute(1, 2, 0).contiguous().data as Uint8Array<ArrayBuffer>;
}

function pairs(loop: Loop): Pair[] {
  const image = picture(), [, height, width] = image.shape as [number, number, number];
  const pixels = interleave(image), room = new Uint8Array(2 * pixels.length), { length } = room;
  const jpeg = compressJPG(image, { quality: QUALITY }), png = compressPNG(image, { compression: COMPRESSION });
  const decoded = (decode: Loop["jpeg_decode"], file: Uint8Array<ArrayBuffer>) => () =>
    room.slice(0, decode(file, file.length, room));
  const encoded = (encode: () => number) => () => room.slice(0, encode());
  const writeJPEG = () => loop.jpeg_encode(pixels, width, height, QUALITY, room, length);
  const writePNG = () => loop.png_encode(pixels, width, height, COMPRESSION, room, length);
  return [
    {
      name: "jpeg decode",
      ours: () => decompress(jpeg, { dtype: "uint8" }),
      c: () => loop.jpeg_decode(jpeg, jpeg.length, null),
      result: decoded(loop.jpeg_decode, jpeg),
    },
    {
      name: `jpeg encode, quality ${QUALITY}`,
      ours: () => compressJPG(image, { quality: QUALITY }),
      c: writeJPEG,
      result: encoded(writeJPEG),
    },
    {
      name: "png decode",
      ours: () => decompress(png, { dtype: "uint8" }),
      c: () => loop.png_decode(png, png.length, null),
      result: decoded(loop.png_decode, png),
    },
    {
      name: `png encode, level ${COMPRESSION}`,
      ours: () => compressPNG(image, { compression: COMPRESSION }),
      c: writePNG,
      result: encoded(writePNG),
    },
  ];
}

function check({ name, ours, result }: Pair): void {
  const found = ours(), bytes = found instanceof Uint8Array ? found : interleave(found), wanted = result();
  if (bytes.length === wanted.length && bytes.every((v, i) => v === wanted[i])) return;
  throw new Error(`Cannot compare ${name}: C makes other bytes of it`);
}

function timed(fn: () => unknown): number {
  const start = performance.now();
  fn();
  return performance.now() - start;
}

if (import.meta.main) {
  const runs = Number(Deno.args[0] ?? 60);
  if (!Number.isInteger(runs) || runs < 1) {
    throw new RangeError(`RUNS must be an integer from 1 but is ${Deno.args[0]}`);
  }
  setNumThreads(1);
  console.log(`${"1024 × 768, 3 channels".padEnd(24)}   ours ms      C ms     ratio`);
  for (const pair of pairs(compile())) {
    check(pair);
    const ours: number[] = [], c: number[] = [];
    for (let run = 0; run < runs; run++) {
      ours.push(timed(pair.ours));
      c.push(timed(pair.c));
    }
    const a = median(ours), b = median(c);
    console.log(pair.name.padEnd(24) + [a, b, b / a].map((v) => v.toFixed(2).padStart(10)).join(""));
  }
}
