import { assert, assertEquals } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { drawText } from "../mod.ts";
import { letterOf } from "./font.ts";

const color = [255, 255, 255] as const;

Deno.test("every printable character of ASCII has a letter of its own, others are boxes", () => {
  const letters = Array.from({ length: 95 }, (_, k) => letterOf(String.fromCharCode(32 + k)));
  for (const rows of letters) assert(rows.length === 7 && rows.every((row) => row >= 0 && row < 32));
  assertEquals(new Set(letters.map(String)).size, 95);
  assertEquals(letters[0], [0, 0, 0, 0, 0, 0, 0]);
  for (const character of ["\t", "\x7f", "é", "字", "😀"]) {
    assertEquals(letterOf(character), [31, 17, 17, 17, 17, 17, 31]);
  }
  assertEquals(letters["L".charCodeAt(0) - 32], [16, 16, 16, 16, 16, 16, 31]);
});

Deno.test("letters stand side by side, and below each other where they must", () => {
  const l = (width: number, text: string, wrap = true) => drawText(zeros([16, width]), text, 0, 0, { color, wrap });
  const two = drawText(zeros([16, 12]), "L", 6, 0, { color }), below = drawText(zeros([16, 12]), "L", 0, 8, { color });
  const first = drawText(zeros([16, 12]), "L", 0, 0, { color });
  assert(l(12, "LL").equal(first.clone().add(two)));
  assert(l(12, "L\nL").equal(first.clone().add(below)));
  assert(l(11, "LL").equal(l(12, "LL").narrow(1, 0, 11)), "the space behind a letter need not fit");
  assert(l(10, "LL").equal(l(12, "L\nL").narrow(1, 0, 10)));
  assert(l(10, "LL", false).equal(l(12, "LL").narrow(1, 0, 10)));
  assert(l(3, "LL").equal(l(12, "L\nL").narrow(1, 0, 3)), "a line has one letter at least");
});

Deno.test("size makes blocks of pixels, bg fills the cell", () => {
  const small = drawText(zeros([8, 6]), "R", 0, 0, { color }),
    large = drawText(zeros([24, 18]), "R", 0, 0, { color, size: 3 });
  for (let y = 0; y < 24; y++) {
    for (let x = 0; x < 18; x++) assertEquals(large.get(y, x), small.get(Math.floor(y / 3), Math.floor(x / 3)));
  }
  const cell = drawText(zeros([3, 10, 10]), " ", 1, 1, { bg: [0, 255, 0] });
  assertEquals([
    cell.select(0, 0).sum(),
    cell.select(0, 1).sum(),
    cell.select(0, 1).narrow(0, 1, 8).narrow(1, 1, 6).sum(),
  ], [0, 48, 48]);
});
