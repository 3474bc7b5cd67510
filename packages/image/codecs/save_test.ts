import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, full, ones, zeros } from "@taimatsu/tensor";
import { compressJPG, compressPNG, load, save, saveJPG, savePGM, savePNG, savePPM } from "../mod.ts";
import { withFile } from "../testing_files.ts";

const head = (path: string) => [...Deno.readFileSync(path).subarray(0, 2)];

Deno.test("save() takes the format from the suffix, in any letters", () => {
  const image = arange(0, 48).view(3, 4, 4).div(47),
    starts: [string, number[]][] = [
      [".jpg", [0xff, 0xd8]],
      [".JPEG", [0xff, 0xd8]],
      [".Png", [0x89, 0x50]],
      [".ppm", [0x50, 0x36]],
    ];
  for (const [suffix, start] of starts) {
    withFile(suffix, (path) => {
      save(path, image);
      assertEquals(head(path), start);
      save(new URL(`file://${path}`), image);
      assertEquals(load(path).shape, [3, 4, 4]);
    });
  }
  withFile(".pgm", (path) => {
    save(path, image.narrow(0, 0, 1));
    assertEquals(head(path), [0x50, 0x35]);
  });
});

Deno.test("saveJPG(), savePNG(), savePPM() and savePGM() write their format whatever the name", () => {
  withFile(".txt", (path) => {
    const image = ones([3, 2, 2]);
    saveJPG(path, image, { quality: 20 });
    assertEquals(head(path), [0xff, 0xd8]);
    savePNG(path, image);
    assertEquals(head(path), [0x89, 0x50]);
    savePPM(path, image);
    assertEquals(new TextDecoder("latin1").decode(Deno.readFileSync(path)), "P6\n2 2\n255\n" + "\xff".repeat(12));
    savePGM(path, full([1, 2], 0.5), { bits: 16 });
    assertEquals(new TextDecoder("latin1").decode(Deno.readFileSync(path)), "P5\n2 1\n65535\n\x7f\xff\x7f\xff");
  });
});

Deno.test("images far outside 0 to 1 are refused with a hint; a little overshoot is cut", () => {
  const wide = arange(0, 16).view(4, 4).mul(17);
  for (const write of [compressJPG, compressPNG]) {
    const text = `Cannot run ${write.name}: image must have values from 0 to 1 but has some from 0 to 255 (scale it, `;
    assertThrows(() => write(wide), RangeError, text);
    assertThrows(() => write(wide.clone().mul(-1)), RangeError, "from -255 to 0");
    assertEquals(write(wide, { clamp: true }), write(wide.clone().clamp(0, 1)));
    assertEquals(write(wide.clone().div(200).csub(0.1)), write(wide.clone().div(200).csub(0.1).clamp(0, 1)));
  }
  assert(compressPNG(wide.byte()).length > 0);
});

Deno.test("what is wrong is said, and no file is made", () => {
  // deno-lint-ignore no-explicit-any
  const image = zeros([3, 2, 2]), any = (x: unknown): any => x;
  const list = ".jpg, .jpeg, .png, .ppm, .pgm, .webp";
  assertThrows(() => save("/nowhere/a.gif", image), TypeError, `path must end in ${list} but is "/nowhere/a.gif"`);
  assertThrows(() => save("/nowhere/png", image), TypeError, "Cannot run save: path must end in");
  assertThrows(() => save("/nowhere/a.png", image), Deno.errors.NotFound);
  assertThrows(() => savePPM("/nowhere/a", zeros([2, 2])), TypeError, "image must be [3, height, width] but is [2, 2]");
  assertThrows(() => savePGM("/nowhere/a", image), TypeError, "must be [height, width] or [1, height, width] but is");
  assertThrows(() => compressJPG(zeros([4, 2, 2])), TypeError, "or [1 or 3, height, width] but is [4, 2, 2]");
  assertThrows(() => compressPNG(zeros([2, 3, 2, 2])), TypeError, "but is [2, 3, 2, 2]");
  assertThrows(() => compressPNG(zeros([3, 0, 2])), TypeError, "but is [3, 0, 2]");
  assertThrows(() => compressPNG(image.int()), TypeError, "image must be uint8, float32 or float64 but is int32");
  assertThrows(() => compressPNG(any(3)), TypeError, "image must be a tensor but is 3");
  assertThrows(() => compressJPG(image, { quality: 0 }), RangeError, "quality must be from 1 to 100 but is 0");
  assertThrows(
    () => save("/nowhere/a.webp", image, { quality: 101 }),
    RangeError,
    "saveWebP: quality must be from 1 to",
  );
  assertThrows(
    () => save("/nowhere/a.webp", image, { lossless: any(1) }),
    TypeError,
    "lossless must be true or false but",
  );
  assertThrows(
    () => compressJPG(image, { progressive: any("no") }),
    TypeError,
    "progressive must be true or false but",
  );
  assertThrows(() => compressPNG(image, { compression: 10 }), RangeError, "compression must be from 0 to 9 but is 10");
  assertThrows(() => compressPNG(image, { bits: any(4) }), RangeError, "bits must be 8 or 16 but is 4");
  assertThrows(() => compressJPG(image, { subsampling: any("4:1:1") }), TypeError, "subsampling must be one of");
});

Deno.test("noise in any format fits into the memory that is reserved for it", () => {
  const noise = zeros([3, 67, 3], { dtype: "uint8" }).apply(() => Math.random() * 256);
  for (const image of [noise, noise.narrow(0, 0, 1), noise.narrow(1, 0, 1), noise.narrow(2, 0, 1)]) {
    assert(compressPNG(image, { compression: 0 }).length > image.count);
    assert(compressPNG(image, { compression: 9, bits: 16 }).length > image.count);
    assert(compressJPG(image, { quality: 100, subsampling: "4:4:4" }).length > 100);
    assert(compressJPG(image, { quality: 100, progressive: true }).length > 100);
  }
});

Deno.test("files are not named by what is no name", () => {
  for (const saver of [saveJPG, savePNG, savePGM]) {
    const wanted = `Cannot run ${saver.name}: path must be a file's name or address but is Tensor`;
    assertThrows(() => saver(ones([2, 2]) as never, ones([2, 2])), TypeError, wanted);
  }
});
