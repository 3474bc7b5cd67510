// What is written and read again: exactly the same for PNG, PPM and PGM.
import { assert, assertEquals } from "@std/assert";
import { arange, cpu, manualSeed, rand, tensor } from "@taimatsu/tensor";
import { elsewhere } from "@taimatsu/tensor/testing";
import { compressJPG, compressPNG, compressWebP, decompress, load, save } from "../mod.ts";
import { canRead, interleaved, withFile } from "../testing_files.ts";

const DTYPES = ["uint8", "float32", "float64"] as const;

for (const dtype of DTYPES) {
  for (const channels of [1, 2, 3, 4]) {
    Deno.test(`PNG keeps ${channels} channels of ${dtype}, of 8 bits and of 16`, () => {
      // Every byte occurs.
      const bytes = arange(0, channels * 256).view(channels, 8, 32).apply((v) => v * 7 % 256);
      const image = dtype === "uint8"
        ? bytes.byte()
        : dtype === "float32"
        ? bytes.clone().div(255)
        : bytes.double().div(255);
      for (const bits of [8, 16] as const) {
        const read = decompress(compressPNG(image, { bits, compression: 1 }), { dtype });
        if (dtype === "uint8" || bits === 8) assert(read.equal(image), `${bits} bits`);
        else assert(read.double().csub(image.double()).abs().max() <= 1 / 65535);
      }
    });
  }

  Deno.test(`PPM and PGM keep ${dtype}`, () => {
    for (const [suffix, channels] of [[".ppm", 3], [".pgm", 1]] as const) {
      withFile(suffix, (path) => {
        const bytes = arange(0, channels * 256).view(channels, 16, 16).apply((v) => v * 11 % 256);
        const image = dtype === "uint8"
          ? bytes.byte()
          : dtype === "float32"
          ? bytes.clone().div(255)
          : bytes.double().div(255);
        save(path, image);
        assert(load(path, { dtype }).equal(image));
        save(path, image, { bits: 16 });
        assertEquals(interleaved(load(path, { dtype: "uint8" })), interleaved(bytes));
      });
    }
  });
}

Deno.test("16 bits keep every value of 16 bits, in float32 and float64", () => {
  const values = arange(0, 65536).view(1, 256, 256);
  for (const image of [values.clone().div(65535), values.double().div(65535)]) {
    for (const suffix of [".png", ".pgm"]) {
      withFile(suffix, (path) => {
        save(path, image, { bits: 16, compression: 1 });
        assert(load(path, { dtype: image.dtype as "float32" }).equal(image));
      });
    }
  }
});

Deno.test("[height, width], and views that are not contiguous, are written as their elements", () => {
  const image = arange(0, 12).view(3, 4).byte(), turned = image.t();
  assert(decompress(compressPNG(image), { dtype: "uint8" }).select(0, 0).equal(image));
  assert(decompress(compressPNG(turned), { dtype: "uint8" }).select(0, 0).equal(turned));
  assert(decompress(compressPNG(image.narrow(0, 1, 2)), { dtype: "uint8" }).select(0, 0).equal(image.narrow(0, 1, 2)));
});

Deno.test("floats are cut to 0 to 1, multiplied by 255 and truncated", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const image = tensor([[-0.4, 0, 0.5, 0.999, 1, 1.7, NaN, 0.00392, 0.00393]], { dtype });
    const bytes = [0, 0, 127, 254, 255, 255, 0, 0, 1];
    assertEquals(interleaved(decompress(compressPNG(image), { dtype: "uint8" })), bytes);
    // Colours take another path, in rows that are long enough for it.
    const colours = decompress(compressPNG(image.expand(3, 9).repeatTensor(8, 1, 1).permute(1, 0, 2)), {
      dtype: "uint8",
    });
    assertEquals(interleaved(colours), Array(8).fill(bytes.flatMap((v) => [v, v, v])).flat());
  }
});

Deno.test("JPEG comes close, closer with quality, and progressive files hold the same", () => {
  manualSeed(1);
  const [x, y] = [arange(0, 64).view(1, 1, 64).expand(3, 48, 64), arange(0, 48).view(1, 48, 1).expand(3, 48, 64)];
  const image = x.clone().mul(2).add(y.clone().mul(3)).div(280).cmul(rand([3, 1, 1]).expand(3, 48, 64));
  const error = (options: Parameters<typeof compressJPG>[1]) => decompress(compressJPG(image, options)).dist(image);
  const [rough, usual, fine] = [10, 75, 98].map((quality) => error({ quality })) as [number, number, number];
  assert(fine < usual && usual < rough, `${rough}, ${usual}, ${fine}`);
  assert(error({ quality: 98, subsampling: "4:4:4" }) / Math.sqrt(image.count) < 0.005);
  const plain = compressJPG(image), progressive = compressJPG(image, { progressive: true });
  assert(progressive.includes(0xc2) && decompress(plain).equal(decompress(progressive)));
  assertEquals(compressJPG(image, { quality: 75 }), plain);
});

for (const dtype of DTYPES) {
  Deno.test({
    name: `WebP without loss keeps ${dtype}; gray becomes colours`,
    ignore: !canRead("WebP"),
    fn: () => {
      for (const channels of [1, 2, 3, 4]) {
        const bytes = arange(0, channels * 256).view(channels, 8, 32).apply((v) => v * 7 % 256);
        const image = dtype === "uint8" ? bytes.byte() : bytes.to(dtype).div(255);
        withFile(".webp", (path) => {
          save(path, image, { lossless: true });
          const read = load(path, { dtype }), alpha = channels % 2 === 0;
          assertEquals(read.shape, [alpha ? 4 : 3, 8, 32]);
          assert(load(path, { dtype, channels: alpha ? 4 : 3 }).equal(read));
          const colours = channels < 3 ? [0, 0, 0] : [0, 1, 2];
          for (const [c, from] of colours.entries()) assert(read.select(0, c).equal(image.select(0, from)), `${c}`);
          if (alpha) assert(read.select(0, 3).equal(image.select(0, channels - 1)));
        });
      }
    },
  });
}

Deno.test({
  name: "WebP comes closer with quality",
  ignore: !canRead("WebP"),
  fn: () => {
    const image = arange(0, 3072).view(3, 32, 32).apply((v) => (v * 13 % 97) / 97);
    const tries = [5, 75, 100].map((quality) => compressWebP(image, { quality }));
    const [rough, usual, fine] = tries.map((file) => decompress(file).dist(image)) as [number, number, number];
    assert(fine < usual && usual < rough, `${rough}, ${usual}, ${fine}`);
    assert(tries[0]!.length < tries[1]!.length && tries[1]!.length < tries[2]!.length);
    assertEquals(compressWebP(image), tries[1]!);
  },
});

Deno.test("images and files on another device are read and written, and what is read lies on the CPU", () => {
  const image = arange(0, 192).view(3, 8, 8).div(191), file = compressPNG(image.to(elsewhere), { bits: 16 });
  assertEquals(file, compressPNG(image, { bits: 16 }));
  const bytes = tensor([...file], { dtype: "uint8" }).to(elsewhere), read = decompress(bytes);
  assertEquals(read.device, cpu);
  assert(read.equal(decompress(file)));
});
