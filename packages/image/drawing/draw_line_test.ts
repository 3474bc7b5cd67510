import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { drawn } from "../testing.ts";
import { drawLine } from "./draw_line.ts";

const color = [255, 255, 255] as const;
const line = (h: number, w: number, x1: number, y1: number, x2: number, y2: number, lineWidth = 1): Tensor =>
  drawLine(zeros([h, w]), x1, y1, x2, y2, { color, lineWidth });

Deno.test("drawLine() goes from pixel to pixel, either way, in all directions", () => {
  assertEquals(drawn(line(3, 5, 0, 0, 4, 2)), ["#....", ".##..", "...##"]); // halves go down
  assertEquals(drawn(line(2, 4, 0, 1, 3, 1)), ["....", "####"]);
  assertEquals(drawn(line(3, 2, 1, 0, 1, 2)), [".#", ".#", ".#"]);
  assertEquals(drawn(line(3, 3, 0, 0, 2, 2)), ["#..", ".#.", "..#"]);
  assertEquals(drawn(line(3, 3, 0, 2, 2, 0)), ["..#", ".#.", "#.."]);
  assertEquals(drawn(line(3, 3, 1, 1, 1, 1)), ["...", ".#.", "..."]);
  assertEquals(drawn(line(3, 3, 0.4, 0.6, 1.5, 0.7)), ["...", "###", "..."]);
  const n = 15, c = 7;
  for (let x = 0; x < n; x++) {
    for (let y = 0; y < n; y++) {
      const there = line(n, n, c, c, x, y), long = Math.max(Math.abs(x - c), Math.abs(y - c));
      assert(there.equal(line(n, n, x, y, c, c)), `${x}, ${y}`);
      assertEquals(there.sum(), long + 1);
      // No pixel is further from the line than half a pixel, and the line is unbroken.
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          if (there.get(i, j) === 0) continue;
          const off = Math.abs((j - c) * (y - c) - (i - c) * (x - c)) / Math.max(long, 1);
          assert(off <= 0.5, `${j}, ${i} is ${off} from the line to ${x}, ${y}`);
        }
      }
    }
  }
});

Deno.test("drawLine() draws thick lines of squares", () => {
  assertEquals(drawn(line(5, 7, 2, 2, 4, 2, 3)), [".......", ".#####.", ".#####.", ".#####.", "......."]);
  assertEquals(drawn(line(4, 5, 1, 2, 3, 2, 2)), [".....", "####.", "####.", "....."]);
  assertEquals(drawn(line(5, 5, 1, 1, 3, 3, 3)), ["###..", "####.", "#####", ".####", "..###"]);
  assertEquals(drawn(line(3, 3, 1, 1, 1, 1, 3)), ["###", "###", "###"]);
  for (const [x1, y1, x2, y2] of [[2, 3, 17, 8], [15, 1, 12, 18], [9, 9, 9, 9], [-8, 25, 30, -2]] as const) {
    for (const lineWidth of [2, 3, 6]) {
      const thin = line(60, 60, x1 + 20, y1 + 20, x2 + 20, y2 + 20), want = zeros([60, 60]), b = lineWidth >> 1;
      for (let i = 0; i < 60; i++) {
        for (let j = 0; j < 60; j++) {
          if (thin.get(i, j) === 1) want.narrow(0, i - b, lineWidth).narrow(1, j - b, lineWidth).fill(1);
        }
      }
      assert(
        line(20, 20, x1, y1, x2, y2, lineWidth).equal(want.narrow(0, 20, 20).narrow(1, 20, 20)),
        `${x1} ${lineWidth}`,
      );
    }
  }
});

Deno.test("drawLine() leaves out what lies outside", () => {
  // The part that is seen is the part of a line on a larger image.
  const whole = line(40, 40, 3, 5, 36, 29), part = line(10, 12, 3 - 15, 5 - 12, 36 - 15, 29 - 12);
  assert(part.equal(whole.narrow(0, 12, 10).narrow(1, 15, 12)));
  assert(part.sum() > 8);
  assertEquals(drawn(line(3, 4, -1e9, 1, 1e9, 1)), ["....", "####", "...."]);
  assertEquals(drawn(line(3, 3, -1e9, -1e9, 1e9, 1e9)), ["#..", ".#.", "..#"]);
  assertEquals(drawn(line(2, 3, -9, -1, 9, -1)), ["...", "..."]);
  assertEquals(drawn(line(2, 3, -9, -1, 9, -1, 3)), ["###", "..."]);
  assertEquals(drawn(line(2, 3, 5, 0, 9, 0)), ["...", "..."]);
  assertEquals(drawn(line(2, 3, -3, 0, -2, 0, 5)), ["#..", "#.."]);
  assertEquals(drawn(line(2, 2, -1e308, -1e308, 1e308, -1e308)), ["..", ".."]);
});

Deno.test("drawLine() draws lines thicker than the image", () => {
  for (const lineWidth of [20, 65535]) assertEquals(line(4, 5, 1, 1, 3, 2, lineWidth).sum(), 20);
});

Deno.test("drawLine() refuses what it cannot do", () => {
  // deno-lint-ignore no-explicit-any
  const any = drawLine as any, x = zeros([3, 8, 8]);
  const wrong: [unknown[], string][] = [
    [[x, 0, 0, 3], "y2 must be a number but is undefined"],
    [[x, NaN, 0, 3, 3], "x1 must be finite but is NaN"],
    [[x, 0, 0, Infinity, 3], "x2 must be finite but is Infinity"],
    [[x, 0, "0", 3, 3], 'y1 must be a number but is "0"'],
    [[x, 0, 0, 3, 3, { lineWidth: 0 }], "lineWidth must be from 1 to 65535 but is 0"],
    [[x, 0, 0, 3, 3, { lineWidth: Infinity }], "lineWidth must be from 1 to 65535 but is Infinity"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, `Cannot run drawLine: ${message}`);
});
