import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { setDefaultDtype } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { decompress, getSize, ImageFormatError, load, loadAsync, loadJPG, loadPNG, loadPPM } from "../mod.ts";
import { dataPath, interleaved, pngChunk, withFile } from "../testing_files.ts";

const JPEG = dataPath("jpeg/testorig.jpg"), RGBA = dataPath("pngsuite/basn6a08.png");
const GRAY = dataPath("pngsuite/basn0g08.png"), GRAY_ALPHA = dataPath("pngsuite/basn4a08.png");

Deno.test("load() finds the format from the content, whatever the name", () => {
  withFile(".jpg", (path) => {
    Deno.copyFileSync(RGBA, path);
    assertEquals(load(path).shape, [4, 32, 32]);
    assert(loadPNG(path).equal(load(RGBA)));
    const error = assertThrows(() => loadJPG(path), ImageFormatError, "must be a JPEG file but is a PNG file");
    assertEquals([error.file, error.format], [path, "PNG"]);
  });
});

Deno.test("load() takes Torch7's positional arguments", () => {
  assert(load(JPEG, 1, "byte").equal(load(JPEG, { channels: 1, dtype: "uint8" })));
  assert(load(JPEG, undefined, "double").equal(load(JPEG, { dtype: "float64" })));
  assert(load(JPEG, 3).equal(load(JPEG)));
  assert(loadJPG(JPEG, 1, "float").equal(load(JPEG, { channels: 1 })));
  assert(load(new URL(`file://${JPEG}`)).equal(load(JPEG)));
});

Deno.test("channels: colours become luma, gray is repeated, alpha is dropped or opaque", () => {
  const rgb = load(JPEG, { dtype: "float64" }), [r, g, b] = [0, 1, 2].map((c) => rgb.select(0, c).clone());
  const luma = r!.mul(0.299).add(g!.mul(0.587)).add(b!.mul(0.114));
  assertClose(load(JPEG, { channels: 1, dtype: "float64" }).select(0, 0), luma, { absolute: 1e-14 });
  assertClose(load(JPEG, { channels: 1 }).select(0, 0), luma, { absolute: 1e-6 });
  const bytes = interleaved(load(JPEG, { channels: 1, dtype: "uint8" })), wanted = interleaved(luma.view(1, 149, 227));
  assert(bytes.every((v, i) => Math.abs(v - wanted[i]! * 255) < 0.5001), "bytes are rounded");

  const gray = load(GRAY, { dtype: "uint8" }), three = load(GRAY, { dtype: "uint8", channels: 3 });
  for (let c = 0; c < 3; c++) assert(three.select(0, c).equal(gray.select(0, 0)));
  assertEquals(load(GRAY, { channels: 4 }).select(0, 3).min(), 1);
  assertEquals(load(GRAY, { channels: 2, dtype: "uint8" }).select(0, 1).min(), 255);

  const rgba = load(RGBA);
  assert(load(RGBA, { channels: 3 }).equal(rgba.narrow(0, 0, 3)));
  const both = load(GRAY_ALPHA);
  assertEquals(both.shape, [2, 32, 32]);
  assert(load(GRAY_ALPHA, { channels: 1 }).equal(both.narrow(0, 0, 1)));
  assert(load(GRAY_ALPHA, { channels: 4 }).select(0, 3).equal(both.select(0, 1)));
  assert(load(RGBA, { channels: 2 }).select(0, 1).equal(rgba.select(0, 3)));
});

Deno.test("dtype is the default one if that is a float, else float32", () => {
  try {
    setDefaultDtype("float64");
    assertEquals(load(GRAY).dtype, "float64");
    setDefaultDtype("int32");
    assertEquals(load(GRAY).dtype, "float32");
  } finally {
    setDefaultDtype("float32");
  }
  assertEquals(load(GRAY).dtype, "float32");
});

Deno.test("load() says which argument is wrong", () => {
  // deno-lint-ignore no-explicit-any
  const call = (...args: any[]) => () => (load as any)(...args);
  assertThrows(call(JPEG, { channels: 5 }), RangeError, "Cannot run load: channels must be from 1 to 4 but is 5");
  assertThrows(call(JPEG, { dtype: "int32" }), TypeError, "dtype must be one of uint8, float32, float64 but is");
  assertThrows(call(JPEG, 3, "long"), TypeError, "type must be one of byte, float, double");
  assertThrows(call(JPEG, { orient: 1 }), TypeError, "orient must be true or false but is 1");
  assertThrows(call(JPEG, { maxPixels: 0 }), RangeError, "maxPixels must be at least 1 but is 0");
  assertThrows(call(3), TypeError, "path must be a file's name or address but is 3");
  assertThrows(call("/nowhere/a.png"), Deno.errors.NotFound);
  assertThrows(() => loadPPM(RGBA), ImageFormatError, "must be a PNM file but is a PNG file");
});

Deno.test("loadAsync() gives what load() gives, several at a time", async () => {
  const paths = [JPEG, RGBA, GRAY, dataPath("jpeg/progressive_cat.jpg")];
  const images = await Promise.all(paths.map((path) => loadAsync(path, { dtype: "uint8" })));
  images.forEach((image, k) => assert(image.equal(load(paths[k]!, { dtype: "uint8" }))));
  const turned = await loadAsync(dataPath("jpeg/exif_portrait_2.jpg"), { orient: true, channels: 1 });
  assert(turned.equal(load(dataPath("jpeg/exif_portrait_2.jpg"), { orient: true, channels: 1 })));
});

Deno.test("loadAsync() fetches addresses and says what is wrong", async () => {
  const data = `data:image/png;base64,${Deno.readFileSync(RGBA).toBase64()}`;
  assert((await loadAsync(new URL(data))).equal(load(RGBA)));
  assert((await loadAsync(new URL(`file://${RGBA}`))).equal(load(RGBA)));
  await assertRejects(() => loadAsync(dataPath("pngsuite/xcsn0g01.png")), ImageFormatError, "IDAT: CRC error");
  await assertRejects(() => loadAsync(JPEG, { maxPixels: 10 }), ImageFormatError, "must have at most 10 pixels");
  await assertRejects(() => loadAsync("/nowhere/a.png"), Deno.errors.NotFound);
});

Deno.test("orient turns PNG files that have EXIF data, too", () => {
  const bytes = Deno.readFileSync(dataPath("pngsuite/s07n3p02.png")), afterHeader = 33;
  const withExif = (tiff: number[]) =>
    new Uint8Array([...bytes.subarray(0, afterHeader), ...pngChunk("eXIf", tiff), ...bytes.subarray(afterHeader)]);
  const little = (
    v: number,
  ) => [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, v, 0, 0, 0, 0, 0, 0, 0];
  const big = (v: number) => [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, v, 0, 0, 0, 0, 0, 0];
  const plain = decompress(bytes);
  for (const tiff of [little, big]) {
    assert(decompress(withExif(tiff(5)), { orient: true }).equal(plain.transpose(1, 2)));
    assert(decompress(withExif(tiff(5))).equal(plain));
    for (const none of [0, 1, 9]) assert(decompress(withExif(tiff(none)), { orient: true }).equal(plain));
  }
  // What is no EXIF, or ends early, turns nothing.
  for (let n = 0; n < 20; n++) {
    assert(decompress(withExif(little(5).slice(0, n)), { orient: true }).equal(plain), `${n}`);
  }
  const wide = Deno.readFileSync(dataPath("jpeg/testorig.jpg"));
  assertEquals(getSize(wide, { orient: true }), [3, 149, 227]);
});
