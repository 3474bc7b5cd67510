// WebP, GIF and BMP files against what Pillow decodes; and what is said where their libraries are missing.
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { decompress, getSize, ImageFormatError } from "../mod.ts";
import { canRead, interleaved, type RecordedFormat, recordedFormats } from "../testing_files.ts";

function isRead({ name }: RecordedFormat): boolean {
  return name.startsWith("BMP") || canRead(name.startsWith("GIF") ? "GIF" : "WebP");
}

for (const record of recordedFormats()) {
  const { name, orient, size, tolerance } = record;
  Deno.test({
    name: `${name}${orient ? ", turned" : ""}, is decoded as Pillow does`,
    ignore: !isRead(record),
    fn: () => {
      const bytes = Uint8Array.fromBase64(record.file), wanted = Uint8Array.fromBase64(record.samples);
      assertEquals(getSize(bytes, { orient }), size);
      const image = decompress(bytes, { dtype: "uint8", orient }), found = interleaved(image);
      assertEquals(image.shape, size);
      assertEquals(found.length, wanted.length);
      if (tolerance === 0) assertEquals(found, [...wanted]);
      else assert(found.every((v, i) => Math.abs(v - wanted[i]!) <= tolerance));
      assertEquals(interleaved(decompress(bytes, { dtype: "float64", orient })), found.map((v) => v / 255));
    },
  });
}

/** A BMP file with a header of 40 bytes; tables and pixels follow it. */
function bmp(width: number, height: number, bits: number, compression: number, rest: number[], at: number): Uint8Array {
  const file = new Uint8Array(54 + rest.length), view = new DataView(file.buffer);
  file.set([0x42, 0x4d]);
  view.setUint32(10, at, true);
  for (const [k, v] of [40, width, height, 1 + (bits << 16), compression].entries()) view.setInt32(14 + 4 * k, v, true);
  file.set(rest, 54);
  return file;
}

const TABLE = [0, 1, 2, 3, 4].flatMap((v) => [10 * v, 10 * v, 10 * v, 0]).concat(Array(44).fill(0));

function red(file: Uint8Array): number[] {
  return [...decompress(file, { dtype: "uint8" }).select(0, 0).contiguous().data as Uint8Array];
}

Deno.test("BMP: runs go on in a later line, leave out what is beyond the row, and end the picture early", () => {
  // Line 0: two of 1, then three as they are; go on one further right and two lines later; two of 4 where one fits; the end.
  const runs = [2, 0x11, 0, 3, 0x23, 0x40, 0, 2, 0, 2, 2, 0x44, 0, 1];
  const file = bmp(6, 4, 4, 2, [...TABLE, ...runs], 54 + 64);
  const rows = [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 40], [0, 0, 0, 0, 0, 0], [10, 10, 20, 30, 40, 0]];
  assertEquals(red(file), rows.flat());
});

Deno.test("BMP: masks of any width are spread over a byte", () => {
  // 10 bits of red, 10 of green, 9 of blue and 3 of alpha.
  const masks = [0x3ff00000 >>> 0, 0xffc00, 0x3fe, 0xc0000001].flatMap((
    v,
  ) => [v & 255, v >> 8 & 255, v >> 16 & 255, v >>> 24]);
  const error = assertThrows(() => decompress(bmp(1, 1, 32, 6, [...masks, 0, 0, 0, 0], 70)), ImageFormatError);
  assertEquals(error.reason, "the mask 0xc0000001 has gaps");
  masks.splice(12, 4, 0, 0, 0, 0xc0);
  const pixel = [0, 2, 0, 0x80 | 0x20]; // alpha 2 of 3, red 512 of 1023, green 0, blue 256 of 511
  const image = decompress(bmp(1, 1, 32, 6, [...masks, ...pixel], 70), { dtype: "uint8" });
  assertEquals(interleaved(image), [128, 0, 128, 170]);
});

Deno.test("BMP: what is wrong is said", () => {
  const wrong: [Uint8Array, string][] = [
    [bmp(0, 1, 24, 0, [0, 0, 0, 0], 54), "its width and height must be 1 to 2147483647"],
    [bmp(-1, 1, 24, 0, [0, 0, 0, 0], 54), "its width and height must be 1 to 2147483647"],
    [bmp(1, -(2 ** 31), 24, 0, [0, 0, 0, 0], 54), "its width and height must be 1 to 2147483647"],
    [bmp(1, 1, 2, 0, [0, 0, 0, 0], 54), "2 bits a pixel with compression 0 are not read"],
    [bmp(1, 1, 24, 4, [0, 0, 0, 0], 54), "24 bits a pixel with compression 4 are not read"],
    [bmp(1, 1, 24, 1, [0, 0, 0, 0], 54), "24 bits a pixel with compression 1 are not read"],
    [bmp(1, 1, 24, 0, [0, 0, 0, 0], 53), "its pixels begin inside its header"],
    [bmp(1, 1, 24, 0, [0, 0, 0, 0], 4e9), "it is cut off"],
    [bmp(2, 1, 24, 0, [0, 0, 0, 0], 54), "it is cut off"],
    [bmp(1, 1, 8, 1, [1, 0, 0, 0], 54), "it is cut off"], // the end is not marked
    [bmp(1, 1, 8, 1, [0, 0, 0, 0, 0, 1], 54), "it has more lines than its height"],
    [bmp(1, 1, 8, 1, [0, 9, 0, 0], 54), "it is cut off"],
  ];
  for (const [file, reason] of wrong) {
    assertEquals(assertThrows(() => decompress(file), ImageFormatError).reason, reason);
  }
});

Deno.test({
  name: "GIF: a file without a picture is damaged, and one with a later frame that is cut off is not",
  ignore: !canRead("GIF"),
  fn: () => {
    const animated = recordedFormats().find(({ name }) => name === "GIF, animated")!;
    const bytes = Uint8Array.fromBase64(animated.file);
    assertEquals(decompress(bytes.subarray(0, -20)).shape, animated.size);
    const empty = new TextEncoder().encode("GIF89a\x01\0\x01\0\0\0\0;");
    assertEquals(assertThrows(() => getSize(empty), ImageFormatError).reason, "it has no picture");
  },
});

Deno.test("a library that was built without libwebp and giflib says so, and reads the rest", async () => {
  const folder = await Deno.makeTempDir(),
    native = decodeURIComponent(new URL("../../../native", import.meta.url).pathname);
  try {
    const sources = [...Deno.readDirSync(`${native}/image`)].map(({ name }) => `${native}/image/${name}`);
    const flags = ["-shared", "-fPIC", `-I${native}/include`, "-o", `${folder}/image.so`];
    const files = sources.filter((name) => name.endsWith(".c"));
    const built = await new Deno.Command("cc", { args: [...flags, ...files, "-ljpeg", "-lpng"] }).output();
    assert(built.success, new TextDecoder().decode(built.stderr));
    const program = `
      import * as I from ${JSON.stringify(new URL("../mod.ts", import.meta.url).href)};
      import { zeros } from "@taimatsu/tensor";
      const text = (s) => new TextEncoder().encode(s);
      for (const fn of [
        () => I.decompress(text("RIFF0000WEBP")),
        () => I.decompress(text("GIF89a")),
        () => I.save("${folder}/a.webp", zeros([3, 2, 2])),
        () => console.log("read", I.decompress(I.compressPNG(zeros([3, 2, 2]))).shape),
      ]) try { fn(); } catch (error) { console.log(error.message); }`;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", program],
      cwd: decodeURIComponent(new URL("..", import.meta.url).pathname),
      env: { NO_COLOR: "1", TAIMATSU_IMAGE_LIBRARY: `${folder}/image.so` },
    }).output();
    const text = new TextDecoder().decode(stdout);
    const webp =
      "this build has no WebP: install libwebp with its header (Debian, Ubuntu: apt-get install libwebp-dev; " +
      "macOS: brew install webp) and build again";
    assertStringIncludes(
      text,
      `the image is a WebP file of a kind that is not read (${webp})`,
      new TextDecoder().decode(stderr),
    );
    assertStringIncludes(
      text,
      "this build has no GIF: install giflib with its header (Debian, Ubuntu: apt-get install libgif-dev",
    );
    assertStringIncludes(text, `Cannot run saveWebP: ${webp}`);
    assertStringIncludes(text, "read [ 3, 2, 2 ]");
    assert(![...Deno.readDirSync(folder)].some(({ name }) => name === "a.webp"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
