import { assert, assertEquals, assertThrows } from "@std/assert";
import { type OutOption, type Tensor, zeros } from "@taimatsu/tensor";
import { drawCircle, drawLine, drawPolygon, drawRect, drawText } from "../mod.ts";
import { assertImageFunction, picture } from "../testing.ts";

const WHITE = [255, 255, 255] as const;

/** Rows of an image of zeros and ones as text. */
function rows(x: Tensor): string[] {
  return (x.toArray() as number[][]).map((row) => row.map((value) => value === 0 ? "." : "#").join(""));
}

/** A call of each drawing function. */
const SHAPES: Record<string, (x: Tensor, options?: OutOption) => Tensor> = {
  drawRect: (x, options) => drawRect(x, 1, 1, 4, 3, { ...options, fill: [0, 0, 9], lineWidth: 2 }),
  drawLine: (x, options) => drawLine(x, -3, 0, 9, 5, { ...options, color: [1, 200, 128] }),
  drawCircle: (x, options) => drawCircle(x, 3, 3, 2.5, { ...options, fill: [0, 0, 9] }),
  drawPolygon: (x, options) => drawPolygon(x, [[0, 0], [6, 2], [1, 8]], { ...options, fill: [0, 0, 9] }),
  drawText: (x, options) => drawText(x, "Ab", 1, 2, { ...options, bg: [0, 0, 9] }),
};

for (const [name, draw] of Object.entries(SHAPES)) {
  Deno.test(`${name}: dtypes, layouts, threads, batches and out`, () => {
    for (const channels of [1, 2, 3, 4]) assertImageFunction(draw, picture([2, channels, 12, 15]));
  });

  Deno.test(`${name}: bytes have the colours themselves, and what is outside is left out`, () => {
    const x = zeros([3, 12, 15]), drawn = draw(x), bytes = draw(x.byte());
    assertEquals(bytes.dtype, "uint8");
    assert(drawn.sum() > 0 && drawn.clone().mul(255).add(0.5).byte().equal(bytes));
    assertEquals(draw(zeros([1, 1])).size(), [1, 1]);
    const out = x.clone();
    assert(draw(out, { out }) === out && out.equal(drawn));
  });
}

Deno.test("RGBA becomes opaque, other images get the luma", () => {
  const color = [10, 20, 250] as const,
    draw = (channels: number) => drawLine(zeros([channels, 1, 1]).byte(), 0, 0, 0, 0, { color });
  assertEquals(draw(3).view(-1).toArray(), [10, 20, 250]);
  assertEquals(draw(4).view(-1).toArray(), [10, 20, 250, 255]);
  assertEquals(draw(2).view(-1).toArray(), [43, 43]);
  assertEquals(draw(1).view(-1).toArray(), [43]);
});

Deno.test("lines go straight between their ends, in each direction", () => {
  const line = (x1: number, y1: number, x2: number, y2: number, lineWidth = 1) =>
    rows(drawLine(zeros([4, 6]), x1, y1, x2, y2, { color: WHITE, lineWidth }));
  assertEquals(line(0, 1, 5, 1), ["......", "######", "......", "......"]);
  assertEquals(line(3, 3, 0, 0), ["#.....", ".#....", "..#...", "...#.."]);
  assertEquals(line(4, 0, 4, 9), ["....#.", "....#.", "....#.", "....#."]);
  assertEquals(line(2, 2, 2, 2, 3), ["......", ".###..", ".###..", ".###.."]);
  assertEquals(line(-1e9, 2, 1e9, 2), ["......", "......", "######", "......"]);
  assertEquals(line(1e6, 5e6, 2e6, 9e6), ["......", "......", "......", "......"]);
});

Deno.test("circles are what the distance from the middle says", () => {
  for (const [x, y, radius, lineWidth] of [[6, 5, 4, 1], [6.5, 4.25, 3.3, 2], [0, 0, 7, 3], [5, 5, 0, 1]] as const) {
    const inside = [0, 255, 0] as const,
      ring = drawCircle(zeros([3, 11, 13]), x, y, radius, { lineWidth, fill: inside });
    for (let i = 0; i < 11; i++) {
      for (let j = 0; j < 13; j++) {
        const d = Math.hypot(i - y, j - x), onLine = d >= radius - lineWidth / 2 && d < radius + lineWidth / 2;
        assertEquals(ring.get(0, i, j), +onLine, `${i} ${j}`);
        assertEquals(ring.get(1, i, j), +(!onLine && d < radius), `inside ${i} ${j}`);
      }
    }
  }
});

Deno.test("polygons are filled where their sides enclose", () => {
  const inside = drawPolygon(zeros([7, 7]), [[0, 0], [6, 0], [6, 6], [0, 6]], { color: WHITE, fill: WHITE });
  assertEquals(inside.sum(), 49);
  // Two loops over each other cancel.
  const loops = [[0, 0], [6, 0], [6, 6], [0, 6], [0, 0], [6, 0], [6, 6], [0, 6]] as const;
  assertEquals(drawPolygon(zeros([7, 7]), loops, { color: WHITE, fill: WHITE }).get(3, 3), 0);
  assertEquals(drawPolygon(zeros([3, 3]), [[1, 1]], { color: WHITE }).sum(), 1);
  assertThrows(() => drawPolygon(zeros([3, 3]), []), TypeError, "points must be a list of [x, y] but is []");
  assertThrows(() => drawPolygon(zeros([3, 3]), [[0, NaN]]), RangeError, "points must be finite but is NaN");
});

Deno.test("drawing says what it takes", () => {
  const x = zeros([3, 4, 4]);
  assertThrows(() => drawRect(x, 0.5, 0, 1, 1), RangeError, "x1 must be an integer but is 0.5");
  assertThrows(() => drawRect(x, 0, 0, NaN, 1), RangeError, "x2 must be");
  assertThrows(() => drawLine(x, 0, 0, 1, Infinity), RangeError, "y2 must be finite but is Infinity");
  assertThrows(
    () => drawLine(x, 0, 0, 1, 1, { lineWidth: 0 }),
    RangeError,
    "lineWidth must be from 1 to 65535 but is 0",
  );
  assertThrows(() => drawCircle(x, 0, 0, -1), RangeError, "radius must be at least 0 but is -1");
  assertThrows(
    () => drawRect(x, 0, 0, 1, 1, { color: [256, 0, 0] }),
    RangeError,
    "color must be from 0 to 255 but is 256",
  );
  assertThrows(() => drawRect(x, 0, 0, 1, 1, { fill: [1, 0] as never }), TypeError, "fill must be [red, green, blue]");
  assertThrows(() => drawText(x, 3 as never), TypeError, "text must be a string but is 3");
  assertThrows(() => drawText(x, "a", 0, 0, { size: 0.5 }), RangeError, "size must be");
});
