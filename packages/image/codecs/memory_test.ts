// Many images, one after the other: the memory of each is free for the next. Nothing is disposed.
import { assert } from "@std/assert";
import { arange, type Tensor } from "@taimatsu/tensor";
import { memoryGrowth } from "@taimatsu/tensor/testing";
import { compressJPG, compressPNG, decompress, decompressAsync, scale } from "../mod.ts";

const IMAGES = 1000, SIZES = [[120, 160], [150, 201], [180, 240]] as const;

const files = SIZES.flatMap(([height, width]) => {
  const image = arange(0, 3 * height * width).view(3, height, width).apply((v) => v * 31 % 251).byte();
  return [compressJPG(image), compressPNG(image, { compression: 1 })];
});

Deno.test("decoding and scaling many images keeps none of them", () => {
  const once = () => {
    for (let k = 0; k < IMAGES; k++) scale(decompress(files[k % files.length]!), 64, 48);
  };
  once();
  // An image takes 0.36 MiB as float32: 360 MiB together.
  assert(memoryGrowth(once, 40) < 80);
});

Deno.test("images that are held are seen to be held", () => {
  const held: Tensor[] = [];
  const grown = memoryGrowth(() => {
    for (let k = 0; k < IMAGES; k++) held.push(decompress(files[k % files.length]!));
  }, 1e6);
  assert(held.length >= IMAGES && grown > 200, `${grown}`);
});

Deno.test("encoding many images keeps no file", () => {
  const images = files.map((file) => decompress(file, { dtype: "uint8" }));
  const once = () => {
    for (let k = 0; k < IMAGES; k++) {
      const image = images[k % images.length]!;
      if (k % 2 === 0) compressJPG(image);
      else compressPNG(image, { compression: 0 });
    }
  };
  once();
  assert(memoryGrowth(once, 40) < 80); // the files of PNG are 60 MiB together, the memory for writing them 300 MiB
});

Deno.test("decoding on other threads keeps no image", async () => {
  const before = Deno.memoryUsage().rss, least = { rss: Infinity };
  for (let run = 0; run < 5 && least.rss - before > 100 * 2 ** 20; run++) {
    for (let k = 0; k < IMAGES / 4; k++) {
      await Promise.all([0, 1, 2, 3].map((n) => decompressAsync(files[(k + n) % files.length]!)));
    }
    least.rss = Math.min(least.rss, Deno.memoryUsage().rss);
  }
  assert(least.rss - before < 200 * 2 ** 20, `${(least.rss - before) / 2 ** 20} MiB`);
});
