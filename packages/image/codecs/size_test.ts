import { assertEquals, assertThrows } from "@std/assert";
import { fromBuffer } from "@taimatsu/tensor";
import { getJPGSize, getPNGSize, getPPMSize, getSize, ImageFormatError } from "../mod.ts";
import { dataPath } from "../testing_files.ts";

const JPEG = dataPath("jpeg/testorig.jpg"), PNG = dataPath("pngsuite/tbbn3p08.png");

Deno.test("getSize() tells what load() would give, of files and of bytes", () => {
  assertEquals(getSize(JPEG), [3, 149, 227]);
  assertEquals(getSize(new URL(`file://${PNG}`)), [4, 32, 32]); // a palette with transparency
  const bytes = Deno.readFileSync(JPEG);
  assertEquals(getSize(bytes), [3, 149, 227]);
  assertEquals(getSize(fromBuffer(bytes.buffer, "uint8")), [3, 149, 227]);
  assertEquals(getSize(bytes.subarray(0, 1000)), [3, 149, 227]); // the pixels are not read
});

Deno.test("getJPGSize(), getPNGSize() and getPPMSize() take their own format alone", () => {
  assertEquals(getJPGSize(JPEG), [3, 149, 227]);
  assertEquals(getPNGSize(PNG), [4, 32, 32]);
  assertEquals(getPPMSize(new TextEncoder().encode("P3 1 2 9 1 2 3 4 5 6")), [3, 2, 1]);
  assertThrows(() => getJPGSize(PNG), ImageFormatError, "Cannot run getJPGSize: ");
  assertThrows(() => getPNGSize(JPEG), ImageFormatError, "must be a PNG file but is a JPEG file");
  assertThrows(() => getPPMSize(JPEG), ImageFormatError, "must be a PNM file but is a JPEG file");
});
