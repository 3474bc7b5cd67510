// PPM, PGM and PBM: text and bytes, any greatest sample, comments.
import { assertEquals, assertThrows } from "@std/assert";
import { decompress, ImageFormatError } from "../mod.ts";
import type { ImageDtype } from "../mod.ts";
import { interleaved } from "../testing_files.ts";

function samples(text: string, dtype: ImageDtype = "float64"): number[] {
  return interleaved(decompress(Uint8Array.from(text, (c) => c.charCodeAt(0)), { dtype }));
}

Deno.test("each kind holds what its bytes say", () => {
  assertEquals(samples("P1\n3 2\n1 0 1\n0 1 0\n", "uint8"), [0, 255, 0, 255, 0, 255]); // ink is 1
  assertEquals(samples("P1 3 2 101010", "uint8"), [0, 255, 0, 255, 0, 255]);
  const rows = ["101010101", "010101010"].map((row) => [...row].map((bit) => bit === "1" ? 0 : 255));
  assertEquals(samples("P4 9 2\n\xaa\x80\x55\x00", "uint8"), rows.flat());
  assertEquals(samples("P2 2 2 255\n0 10 20 255", "uint8"), [0, 10, 20, 255]);
  assertEquals(samples("P5 2 2 255\n\x00\x0a\x14\xff", "uint8"), [0, 10, 20, 255]);
  assertEquals(samples("P3 1 2 255\n1 2 3 4 5 6", "uint8"), [1, 2, 3, 4, 5, 6]);
  assertEquals(samples("P6 1 2 255\n\x01\x02\x03\x04\x05\x06", "uint8"), [1, 2, 3, 4, 5, 6]);
});

Deno.test("the greatest sample is 1, 255 as a byte", () => {
  assertEquals(samples("P2 4 1 15 0 1 7 15"), [0, 1 / 15, 7 / 15, 1]);
  assertEquals(samples("P2 4 1 15 0 1 7 15", "uint8"), [0, 17, 119, 255]);
  assertEquals(samples("P5 3 1 100\n\x00\x32\x64", "uint8"), [0, 128, 255]);
  assertEquals(samples("P5 3 1 65535\n\x00\x00\x12\x34\xff\xff"), [0, 0x1234 / 65535, 1]);
  assertEquals(samples("P5 3 1 65535\n\x00\x00\x12\x34\xff\xff", "uint8"), [0, 0x12, 255]);
  assertEquals(samples("P5 2 1 1023\n\x03\xff\x01\x00"), [1, 256 / 1023]);
  assertEquals(samples("P5 2 1 1023\n\x03\xff\x01\x00", "uint8"), [255, 64]);
  assertEquals(samples("P2 1 1 65535 65535"), [1]);
});

Deno.test("comments may stand wherever spaces may", () => {
  assertEquals(samples("P2# a\n2 # b 9 9\n# c\n1\n#d\n9\n3 # e\n6"), [3 / 9, 6 / 9]);
  assertEquals(samples("P2 1 1 9# 5\n4"), [4 / 9]);
  assertEquals(samples("P5 2#\n1 255\n#\n", "uint8"), [35, 10]); // after the greatest sample one space, then bytes
});

Deno.test("what is wrong is said", () => {
  const wrong: [string, string][] = [
    ["P2 0 1 255 ", "its width and height must be 1 to 2147483647"],
    ["P2 99999999999 1 255 0", "its width and height must be 1 to 2147483647"],
    ["P2 x 1 255 0", "its width and height must be 1 to 2147483647"],
    ["P2 1 1 0 0", "its greatest sample must be 1 to 65535"],
    ["P2 1 1 65536 0", "its greatest sample must be 1 to 65535"],
    ["P5 1 1 255", "its header must end in a space or a new line"],
    ["P5 2 1 255\na", "it is cut off"],
    ["P2 2 1 255 1 z", "row 0 is cut off or has a sample that is not from 0 to 255"],
    ["P2 1 2 9 1 10", "row 1 is cut off or has a sample that is not from 0 to 9"],
    ["P5 1 1 9\n\x0a", "row 0 is cut off or has a sample that is not from 0 to 9"],
    ["P1 2 1 12", "row 0 is cut off or has a sample that is not from 0 to 1"],
  ];
  for (const [text, reason] of wrong) {
    assertEquals(assertThrows(() => samples(text), ImageFormatError).reason, reason);
  }
});
