import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { drawn } from "../testing.ts";
import { drawCircle } from "./draw_circle.ts";

const color = [255, 255, 255] as const, fill = [102, 102, 102] as const;

/** What belongs to a circle: 1 to its line, 0.4 to its inside. */
function wanted(h: number, w: number, x: number, y: number, radius: number, lineWidth: number): Tensor {
  const r = zeros([h, w]);
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < w; j++) {
      const distance = Math.sqrt((i - y) ** 2 + (j - x) ** 2);
      if (distance < radius) r.set(i, j, Math.fround(0.4));
      if (distance >= radius - lineWidth / 2 && distance < radius + lineWidth / 2) r.set(i, j, 1);
    }
  }
  return r;
}

Deno.test("drawCircle() draws the pixels at its radius, and fills those nearer", () => {
  assertEquals(drawn(drawCircle(zeros([7, 7]), 3, 3, 3, { color, fill })), [
    "..###..",
    ".#???#.",
    "#?????#",
    "#?????#",
    "#?????#",
    ".#???#.",
    "..###..",
  ]);
  for (const [x, y] of [[7, 6], [6.5, 6.25], [-2, 3], [12, 20], [0, 0]] as const) {
    for (const radius of [0, 0.3, 1, 2.7, 5, 6.5, 30]) {
      for (const lineWidth of [1, 2, 5, 40]) {
        const y1 = drawCircle(zeros([13, 15]), x, y, radius, { color, fill, lineWidth });
        assert(y1.equal(wanted(13, 15, x, y, radius, lineWidth)), `${x}, ${y}, ${radius}, ${lineWidth}`);
        const line = drawCircle(zeros([13, 15]), x, y, radius, { color, lineWidth });
        assert(line.equal(y1.clone().eq(1).to("float32")), "without fill only the line");
      }
    }
  }
});

Deno.test("drawCircle() bears huge numbers", () => {
  assertEquals(drawn(drawCircle(zeros([2, 2]), 0, 0, 0, { color })), ["#.", ".."]);
  assertEquals(drawn(drawCircle(zeros([2, 2]), 1, 1, 1e200, { color })), ["..", ".."]);
  assertEquals(drawCircle(zeros([2, 2]), 1, 1, 1e200, { color, fill: color }).sum(), 4);
  assertEquals(drawCircle(zeros([2, 2]), 1e200, -1e200, 1, { color, fill: color }).sum(), 0);
  assertEquals(drawCircle(zeros([2, 2]), 0, 0, 1, { color, lineWidth: 65535 }).sum(), 4);
});

Deno.test("drawCircle() refuses what it cannot do", () => {
  // deno-lint-ignore no-explicit-any
  const any = drawCircle as any, x = zeros([3, 8, 8]);
  const wrong: [unknown[], string][] = [
    [[x, 0, 0], "radius must be a number but is undefined"],
    [[x, 0, 0, -1], "radius must be at least 0 but is -1"],
    [[x, 0, 0, Infinity], "radius must be finite but is Infinity"],
    [[x, NaN, 0, 3], "x must be finite but is NaN"],
    [[x, 0, [1], 3], "y must be a number but is [1]"],
    [[x, 0, 0, 3, { lineWidth: 0.5 }], "lineWidth must be from 1 to 65535 but is 0.5"],
    [[x, 0, 0, 3, { fill: [0, 0, -1] }], "fill must be from 0 to 255 but is -1"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, `Cannot run drawCircle: ${message}`);
});
