/**
 * Reads and scales images in a loop and prints the memory that the process holds: `deno run -A bench/programs/image_memory.ts
 * [IMAGES]`, 10,000 unless given. After the first of them it stays where it is, for any number of images.
 *
 * @module
 */
import { compressJPG, compressPNG, decompress, scale } from "@taimatsu/image";
import { picture } from "../harness/picture.ts";

const POINTS = 10, WIDTHS = [200, 320, 411, 500, 640];

/** Returns JPEG and PNG files of several sizes. */
function files(): Uint8Array[] {
  return WIDTHS.flatMap((width) => {
    const image = scale(picture(), width, Math.round(width * 0.75));
    return [compressJPG(image, { quality: 90 }), compressPNG(image, { compression: 1 })];
  });
}

function residentMiB(): string {
  return (Deno.memoryUsage().rss / 2 ** 20).toFixed(0);
}

if (import.meta.main) {
  const images = Number(Deno.args[0] ?? 10_000);
  if (!Number.isInteger(images) || images < POINTS) {
    throw new RangeError(`IMAGES must be an integer from ${POINTS} but is ${Deno.args[0]}`);
  }
  const sources = files();
  console.log("images  resident MiB");
  console.log(`${"0".padStart(6)}  ${residentMiB().padStart(12)}`);
  for (let done = 1, next = 1; done <= images; done++) {
    scale(decompress(sources[done % sources.length]!), 224, 224);
    if (done < Math.floor(images * next / POINTS)) continue;
    console.log(`${String(done).padStart(6)}  ${residentMiB().padStart(12)}`);
    next++;
  }
}
