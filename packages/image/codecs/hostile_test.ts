// Files that are cut off, damaged, or larger than they look: a result or an ImageFormatError, never more.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { fromBuffer, tensor, zeros } from "@taimatsu/tensor";
import { memoryGrowth } from "@taimatsu/tensor/testing";
import { compressPNG, compressWebP, decompress, decompressAsync, getSize, ImageFormatError } from "../mod.ts";
import { codecs } from "./library.ts";
import { Call } from "./call.ts";
import { canRead, dataPath, pngChunk, recordedFile, recordedFormats } from "../testing_files.ts";

const read = (name: string): Uint8Array<ArrayBuffer> => Deno.readFileSync(dataPath(name));
const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

/** Small files of each kind. */
const FILES: Record<string, Uint8Array<ArrayBuffer>> = {
  "progressive JPEG": read("jpeg/progressive_test.jpg"),
  "arithmetic JPEG": read("jpeg/testimgari.jpg"),
  "baseline JPEG": read("jpeg/testimgint.jpg"),
  "JPEG with EXIF": recordedFile("orientation 6"),
  "palette PNG": read("pngsuite/tbbn3p08.png"),
  "interlaced PNG": read("pngsuite/basi6a16.png"),
  "gray PNG": read("pngsuite/basn0g02.png"),
  "16-bit PNG": read("pngsuite/tbrn2c08.png"),
  "binary PPM": text("P6 # three\n5 4 255\n" + "0123456789abcdefghij".repeat(3)),
  "bits PBM": text("P4 11 3\nabcdef"),
};
for (const { name, file } of recordedFormats()) {
  const cuttable = /^(WebP, (lossy|lossless|animated)|GIF, (3|200) colours|GIF, (transparent and|placed)|BMP, (?!24))/;
  if (cuttable.test(name) && (name.startsWith("BMP") || canRead(name.startsWith("GIF") ? "GIF" : "WebP"))) {
    FILES[name] = Uint8Array.fromBase64(file);
  }
}
const TEXTS: Record<string, Uint8Array<ArrayBuffer>> = {
  "text PPM": text("P3\n2 2\n# colours\n300\n1 2 3 4 5 6 7 8 9 10 11 300\n"),
  "text PBM": text("P1 5 2 01010 1 0 1 0 1"),
};

/** Decodes within a small limit; what is wrong with a file is the only error that may come. */
function survive(bytes: Uint8Array): boolean {
  try {
    const image = decompress(bytes, { dtype: "uint8", channels: 3, orient: true, maxPixels: 2 ** 17 });
    assert(image.count <= 3 * 2 ** 17);
    return true;
  } catch (error) {
    assert(error instanceof ImageFormatError, String(error));
    assert(error.reason.length > 0 && error.message.startsWith("Cannot run decompress: the image "), error.message);
    return false;
  }
}

for (const [name, bytes] of Object.entries(FILES)) {
  Deno.test(`${name}: cut off anywhere is an error`, () => {
    assert(survive(bytes));
    for (let n = 0; n < bytes.length; n += bytes.length > 5000 ? 3 : 1) assert(!survive(bytes.subarray(0, n)), `${n}`);
  });
}

for (const [name, bytes] of Object.entries(TEXTS)) {
  Deno.test(`${name}: cut off anywhere is an error, or ends in a smaller number`, () => {
    assert(survive(bytes));
    for (let n = 0; n < bytes.length - 3; n++) assert(!survive(bytes.subarray(0, n)), `${n}`);
  });
}

/** Numbers from 0 to 1, always the same ones. */
function numbers(seed: number): () => number {
  let s = seed;
  return () => (s = (Math.imul(s, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

for (const [k, [name, bytes]] of Object.entries({ ...FILES, ...TEXTS }).entries()) {
  Deno.test(`${name}: flipped bytes give a result or an error`, () => {
    const next = numbers(k + 1), spoiled = bytes.slice();
    let results = 0;
    const RUNS = 1000;
    for (let run = 0; run < RUNS; run++) {
      spoiled.set(bytes);
      for (let flips = 1 + Math.floor(next() * 4); flips > 0; flips--) {
        // Half of them in the header, which decides most.
        const at = Math.floor(next() * (next() < 0.5 ? Math.min(bytes.length, 64) : bytes.length));
        spoiled[at] = next() < 0.5 ? Math.floor(next() * 256) : spoiled[at]! ^ (1 << Math.floor(next() * 8));
      }
      if (survive(spoiled)) results++;
    }
    assert(results < RUNS);
  });
}

Deno.test("a checksum that is wrong is an error in every chunk of a PNG file", () => {
  const bytes = FILES["palette PNG"]!, view = new DataView(bytes.buffer);
  let chunks = 0;
  for (let at = 8; at < bytes.length; chunks++) {
    const end = at + 8 + view.getUint32(at), spoiled = bytes.slice();
    spoiled[end]! ^= 1;
    const error = assertThrows(() => decompress(spoiled), ImageFormatError, "is a damaged PNG file");
    assert(error.reason.endsWith("CRC error"), error.reason);
    at = end + 4;
  }
  assert(chunks > 4);
});

Deno.test("a picture with more pixels than maxPixels is refused before it is decoded", () => {
  const small = compressPNG(tensor([[[0, 1, 0], [1, 0, 1]]]));
  assertEquals(decompress(small, { maxPixels: 6 }).shape, [1, 2, 3]);
  const error = assertThrows(() => decompress(small, { maxPixels: 5 }), ImageFormatError);
  assertEquals(error.message, "Cannot run decompress: the image must have at most 5 pixels (maxPixels) but has 2 × 3");
  // 400 megapixels of one byte in half a megabyte would unpack.
  assertThrows(() => decompress(text("P4 40000 40000\n")), ImageFormatError, "it is cut off");
  const jpeg = FILES["baseline JPEG"]!.slice();
  const frame = jpeg.findIndex((v, i) => v === 0xff && jpeg[i + 1] === 0xc0);
  jpeg.set([0xfd, 0xe8, 0xfd, 0xe8], frame + 5); // 65000 × 65000
  assertThrows(() => decompress(jpeg), ImageFormatError, "at most 268435456 pixels (maxPixels) but has 65000 × 65000");
});

/** Sets the size that a recorded file claims, after it was seen to be read. */
function claim(name: string, at: number, bytes: number[]): Uint8Array {
  const file = FILES[name]!.slice();
  assert(survive(file));
  file.set(bytes, at);
  return file;
}

Deno.test("BMP: runs that unpack to a giant are refused before they are decoded", () => {
  const file = claim("BMP, 8 bits in runs", 18, [0, 0, 1, 0, 0, 0, 1, 0]); // 65536 × 65536
  assertEquals(getSize(file), [3, 65536, 65536]);
  assertThrows(() => decompress(file), ImageFormatError, "at most 268435456 pixels (maxPixels) but has 65536 × 65536");
  // Without runs the bytes must be there.
  const plain = claim("BMP, 8 bits, 30 colours", 18, [0, 0, 1, 0, 0, 0, 1, 0]);
  assertThrows(() => getSize(plain), ImageFormatError, "it is cut off");
});

Deno.test({
  name: "GIF: a small frame on a giant screen is refused before it is decoded",
  ignore: !canRead("GIF"),
  fn: () => {
    const file = claim("GIF, transparent and interlaced", 6, [255, 255, 255, 255]);
    assertThrows(() => decompress(file), ImageFormatError, "pixels (maxPixels) but has 65535 × 65535");
  },
});

Deno.test({
  name: "WebP: one colour that unpacks to millions of pixels is refused before it is decoded",
  ignore: !canRead("WebP"),
  fn: () => {
    const file = compressWebP(zeros([3, 3000, 3000], { dtype: "uint8" }), { lossless: true });
    assert(file.length < 1000);
    assertThrows(() => decompress(file, { maxPixels: 1e6 }), ImageFormatError, "but has 3000 × 3000");
    const grown = file.slice(); // 14 bits each of width − 1 and height − 1 follow the signature
    grown.set([255, 255, 255, 15], 21);
    assertEquals(getSize(grown), [3, 16384, 16384]);
    assertThrows(() => decompress(grown, { maxPixels: 1e8 }), ImageFormatError, "but has 16384 × 16384");
  },
});

Deno.test("a PNG file that is too short for the size that it claims is refused at once", () => {
  const header = pngChunk("IHDR", [0, 0, 0x40, 0, 0, 0, 0x40, 0, 8, 2, 0, 0, 0]); // 16384 × 16384
  const start = [0x89, ...text("PNG\r\n\x1a\n")];
  const file = new Uint8Array([...start, ...header, ...pngChunk("IDAT", [0x78, 0x9c, 0x03, 0x00])]);
  assertThrows(() => getSize(file), ImageFormatError, "it is too short for a picture of its size");
});

Deno.test("a JPEG file with endless scans is refused", () => {
  const jpeg = FILES["progressive JPEG"]!,
    at = (marker: number, from: number) => jpeg.findIndex((v, i) => i >= from && v === 0xff && jpeg[i + 1] === marker);
  // The last scan once more, again and again: it refines what is refined already.
  let last = 0;
  for (let next = at(0xda, 0); next >= 0; next = at(0xda, next + 1)) last = next;
  const end = at(0xd9, last), scan = jpeg.subarray(last, end), parts = [jpeg.subarray(0, end)];
  for (let k = 0; k < 600; k++) parts.push(scan);
  const file = new Uint8Array([...parts, jpeg.subarray(end)].flatMap((part) => [...part]));
  assertThrows(() => decompress(file), ImageFormatError);
});

Deno.test("bytes that are no image are refused, with the format's name if it is known", () => {
  assertThrows(() => decompress(new Uint8Array(0)), ImageFormatError, "(it is empty)");
  assertThrows(() => decompress(text("hello")), ImageFormatError, "its first bytes are not those of");
  assertThrows(() => decompress(text("P7 1 1")), ImageFormatError, "its first bytes are not those of");
  for (const [start, name] of [["II*\0", "TIFF"], ["0000ftypavif", "AVIF"], ["0000ftypheic", "HEIC"]]) {
    assertThrows(() => decompress(text(`${start}0000`)), ImageFormatError, `${name} files are not read`);
  }
});

Deno.test("decoding off the main thread reports what is wrong", async () => {
  const cut = FILES["baseline JPEG"]!.subarray(0, 3000);
  const error = await decompressAsync(cut).then(() => undefined, (error: unknown) => error);
  assert(error instanceof ImageFormatError && error.format === "JPEG");
});

Deno.test("the native library refuses memory that is missing or too small", () => {
  const file = FILES["gray PNG"]!, n = file.length, image = new ArrayBuffer(32 * 32), { arg } = new Call();
  const decode = codecs().tm_codec_decode, encode = codecs().tm_codec_encode, header = codecs().tm_codec_header;
  assertEquals(decode(file, n, image, 0, 1024, 0, 1, 0, arg), 0);
  const attacks: (() => number)[] = [
    () => decode(file, n, image, 0, 1023, 0, 1, 0, arg),
    () => decode(file, n, image, 1, 1024, 0, 1, 0, arg),
    () => decode(file, n, image, 0, 1024, 5, 1, 0, arg),
    () => decode(file, n, image, 0, 1024, 0, 3, 0, arg),
    () => decode(file, n, image, 0, 1024, 0, 0, 0, arg),
    () => decode(file, n, image, 0, 1024, 0, 5, 0, arg),
    () => decode(file, n, image, 0, 1024, 3, 1, 0, arg),
    () => decode(file, n, image, NaN, 1024, 0, 1, 0, arg),
    () => decode(file, n, image, -1, 1024, 0, 1, 0, arg),
    () => decode(file, n, null, 0, 1024, 0, 1, 0, arg),
    () => decode(file, -1, image, 0, 1024, 0, 1, 0, arg),
    () => decode(file, NaN, image, 0, 1024, 0, 1, 0, arg),
    () => decode(null, n, image, 0, 1024, 0, 1, 0, arg),
    () => decode(file, n, image, 0, 1024, 0, 1, 0, null),
    () => header(null, n, arg),
    () => header(file, n, null),
  ];
  for (const [k, attack] of attacks.entries()) assert(attack() !== 0, `attack ${k}`);
  const describe = (changes: object) =>
    new Call({ format: 2, width: 32, height: 32, channels: 1, max: 255, quality: 6, ...changes }).arg;
  const room = new ArrayBuffer(9000);
  assertEquals(encode(room, 9000, image, 0, 1024, 0, describe({})), 0);
  const wrong = [
    { format: 0 },
    { format: 9 },
    { width: 33 },
    { height: 0 },
    { width: NaN },
    { width: 2 ** 40 },
    { channels: 2 },
    { channels: 7 },
    { max: 100 },
    { quality: 10 },
    { quality: NaN },
    { format: 1, quality: 0 },
    { format: 1, quality: 101 },
    { format: 1, width: 70000, height: 1 },
    { format: 4, quality: 0 },
    { format: 4, quality: NaN },
    { format: 4, width: 16384, height: 1 },
    { format: 5 }, // GIF and BMP are not written
    { format: 6 },
  ];
  for (const changes of wrong) {
    assert(encode(room, 9000, image, 0, 1024, 0, describe(changes)) !== 0, JSON.stringify(changes));
  }
  for (const format of [1, 2, 3, 4]) {
    for (const capacity of [1, 20, 60]) {
      assert(encode(room, capacity, image, 0, 1024, 0, describe({ format })) !== 0, `${format} in ${capacity}`);
    }
  }
  assert(encode(null, 9000, image, 0, 1024, 0, describe({})) !== 0);
  assert(encode(room, 9000, null, 0, 1024, 0, describe({})) !== 0);
  assert(encode(room, 9000, image, 0, 1024, 0, null) !== 0);
});

Deno.test("decoding, failing or not, keeps no memory", () => {
  const files = Object.values(FILES), cut = files.map((bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.9)));
  const once = () => {
    for (const bytes of [...files, ...cut]) survive(bytes);
    compressPNG(fromBuffer(new ArrayBuffer(40000), "uint8", [1, 200, 200]), { compression: 1 });
  };
  once();
  assert(
    memoryGrowth(() => {
      for (let run = 0; run < 60; run++) once();
    }, 30) < 60,
  );
});
