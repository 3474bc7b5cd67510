import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { drawn } from "../testing.ts";
import { drawRect } from "./draw_rect.ts";

const color = [255, 255, 255] as const, gray = [102, 102, 102] as const;

Deno.test("drawRect() draws the outline, corners included", () => {
  const wanted = ["......", ".####.", ".#..#.", ".####."];
  for (const [x1, y1, x2, y2] of [[1, 1, 4, 3], [4, 1, 1, 3], [1, 3, 4, 1], [4, 3, 1, 1]] as const) {
    assertEquals(drawn(drawRect(zeros([4, 6]), x1, y1, x2, y2, { color })), wanted);
  }
  assertEquals(drawn(drawRect(zeros([3, 3]), 1, 1, 1, 1, { color })), ["...", ".#.", "..."]);
  assertEquals(drawn(drawRect(zeros([3, 4]), 0, 1, 3, 1, { color })), ["....", "####", "...."]);
});

Deno.test("drawRect() draws thick lines, and fills", () => {
  assertEquals(drawn(drawRect(zeros([7, 8]), 2, 2, 5, 4, { color, lineWidth: 2 })), [
    "........",
    ".#####..",
    ".#####..",
    ".#####..",
    ".#####..",
    "........",
    "........",
  ]);
  assertEquals(drawn(drawRect(zeros([9, 10]), 2, 2, 7, 6, { color, fill: gray, lineWidth: 3 })), [
    "..........",
    ".########.",
    ".########.",
    ".########.",
    ".###??###.",
    ".########.",
    ".########.",
    ".########.",
    "..........",
  ]);
  const filled = drawRect(zeros([3, 9, 9], { dtype: "uint8" }), 1, 1, 5, 4, { color: [1, 0, 0], fill: [0, 0, 7] });
  assertEquals([0, 1, 2].map((c) => filled.select(0, c).double().sum()), [14, 0, 6 * 7]);
});

Deno.test("drawRect() leaves out what lies outside", () => {
  assertEquals(drawn(drawRect(zeros([3, 4]), -5, 1, 2, 9, { color })), ["....", "###.", "..#."]);
  assertEquals(drawn(drawRect(zeros([2, 2]), -1, -1, 2, 2, { color, fill: gray })), ["??", "??"]);
  assertEquals(drawRect(zeros([4, 4]), 7, 0, 9, 3, { color, fill: gray }).sum(), 0);
  assertEquals(drawRect(zeros([4, 4]), -1e300, -1e300, 1e300, 1e300, { color, fill: color }).sum(), 16);
  for (const lineWidth of [100, 65535]) {
    assertEquals(drawRect(zeros([4, 4]), 1, 1, 2, 2, { color, lineWidth }).sum(), 16);
  }
});

Deno.test("drawRect() refuses what it cannot do", () => {
  // deno-lint-ignore no-explicit-any
  const any = drawRect as any, x = zeros([3, 8, 8]);
  const wrong: [unknown[], string][] = [
    [[x, 0, 0, 3], "y2 must be a number but is undefined"],
    [[x, 0.5, 0, 3, 3], "x1 must be an integer but is 0.5"],
    [[x, 0, NaN, 3, 3], "y1 must be at least -Infinity but is NaN"],
    [[x, 0, 0, Infinity, 3], "x2 must be an integer but is Infinity"],
    [[x, 0, 0, 3, 3, { lineWidth: 0 }], "lineWidth must be from 1 to 65535 but is 0"],
    [[x, 0, 0, 3, 3, { lineWidth: 1.5 }], "lineWidth must be an integer but is 1.5"],
    [[x, 0, 0, 3, 3, { fill: [0] }], "fill must be [red, green, blue] but is [0]"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, `Cannot run drawRect: ${message}`);
});
