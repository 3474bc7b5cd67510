import { assert, assertEquals, assertThrows } from "@std/assert";
import { Generator, rand, type Tensor, zeros } from "@taimatsu/tensor";
import { drawn } from "../testing.ts";
import { drawLine } from "./draw_line.ts";
import { drawPolygon } from "./draw_polygon.ts";

type Points = [number, number][];
const color = [255, 255, 255] as const, fill = [102, 102, 102] as const;

/** Whether a pixel is inside: the angles to the corners turn around it an odd number of times. */
function isInside(points: Points, x: number, y: number): boolean {
  let turned = 0;
  points.forEach(([x1, y1], k) => {
    const [x2, y2] = points[(k + 1) % points.length]!;
    const angle = Math.atan2(y2 - y, x2 - x) - Math.atan2(y1 - y, x1 - x);
    turned += angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  });
  return Math.round(turned / (2 * Math.PI)) % 2 !== 0;
}

function outlined(x: Tensor, points: Points, lineWidth: number): Tensor {
  points.forEach(([x1, y1], k) => {
    const [x2, y2] = points[(k + 1) % points.length]!;
    drawLine(x, x1, y1, x2, y2, { color, lineWidth, out: x });
  });
  return x;
}

Deno.test("drawPolygon() joins its corners", () => {
  const shapes: Points[] = [
    [[1, 1], [12, 3], [6, 11]],
    [[0, 0], [13, 0], [13, 11], [0, 11]],
    [[-4, 6], [7, -5], [20, 6], [7, 19]],
    [[2, 2], [9, 9]],
    [[5, 5]],
    [[30, 30], [40, 40], [35, 20]],
  ];
  for (const points of shapes) {
    for (const lineWidth of [1, 2, 3]) {
      const y = drawPolygon(zeros([12, 14]), points, { color, lineWidth });
      assert(y.equal(outlined(zeros([12, 14]), points, lineWidth)), JSON.stringify(points));
    }
  }
  assertEquals(drawn(drawPolygon(zeros([3, 3]), [[1, 1]], { color, fill })), ["...", ".#.", "..."]);
  assertEquals(drawn(drawPolygon(zeros([3, 4]), [[0, 1], [3, 1]], { color, fill })), ["....", "####", "...."]);
  assertEquals(drawPolygon(zeros([4, 4]), [[30, 30], [40, 40], [35, 20]], { color, fill }).sum(), 0);
});

Deno.test("drawPolygon() fills what is inside, of concave and crossing polygons too", () => {
  // A star of five points drawn in one go: the middle is enclosed twice, so it stays free.
  const star: Points = [0, 2, 4, 1, 3].map((k) => [
    20 + 19 * Math.sin(k * 0.4 * Math.PI),
    20.3 - 19 * Math.cos(k * 0.4 * Math.PI),
  ]);
  const u: Points = [[2.5, 2.5], [9.5, 2.5], [9.5, 30.5], [25.5, 30.5], [25.5, 2.5], [33.5, 2.5], [33.5, 38.5], [
    2.5,
    38.5,
  ]];
  const bow: Points = [[-5.3, -4.1], [44.2, 43.7], [44.2, -4.1], [-5.3, 43.7]];
  const shapes = [star, u, bow], random = rand([40, 7, 2], { generator: new Generator(1), dtype: "float64" });
  for (let k = 0; k < 40; k++) shapes.push(random.select(0, k).mul(60).sub(10).toArray() as Points);
  for (const points of shapes) {
    const want = zeros([40, 40]);
    for (let i = 0; i < 40; i++) {
      for (let j = 0; j < 40; j++) if (isInside(points, j, i)) want.set(i, j, Math.fround(0.4));
    }
    assert(want.sum() > 0);
    assert(
      drawPolygon(zeros([40, 40]), points, { color, fill }).equal(outlined(want, points, 1)),
      JSON.stringify(points),
    );
  }
  const twice: Points = [...u, ...u]; // two loops over each other cancel
  assert(drawPolygon(zeros([40, 40]), twice, { color, fill }).equal(outlined(zeros([40, 40]), u, 1)));
  assertEquals([isInside(star, 20, 20), isInside(star, 20, 5), isInside(u, 17, 10)], [false, true, false]);
});

Deno.test("drawPolygon() takes many corners", () => {
  const n = 200_000,
    circle: Points = Array.from({ length: n }, (_, k) => {
      const angle = 2 * Math.PI * k / n;
      return [8 + 6.3 * Math.cos(angle), 8 + 6.3 * Math.sin(angle)];
    });
  const y = drawPolygon(zeros([17, 17]), circle, { color: fill, fill });
  assertEquals(drawn(y.clone().div(Math.fround(0.4)))[8], "..#############..");
});

Deno.test("drawPolygon() refuses what it cannot do", () => {
  // deno-lint-ignore no-explicit-any
  const any = drawPolygon as any, x = zeros([3, 8, 8]);
  const wrong: [unknown[], string][] = [
    [[x], "points must be a list of [x, y] but is undefined"],
    [[x, []], "points must be a list of [x, y] but is []"],
    [[x, [1, 2]], "points must be a list of [x, y] but is [1, 2]"],
    [[x, [[1, 2], [3]]], "points must be a list of [x, y] but is"],
    [[x, [[1, 2], [3, 4, 5]]], "points must be a list of [x, y] but is"],
    [[x, [[1, 2], [3, NaN]]], "points must be finite but is NaN"],
    [[x, [[1, 2], [3, "4"]]], 'points must be a number but is "4"'],
    [[x, [[1, 2]], { lineWidth: -1 }], "lineWidth must be from 1 to 65535 but is -1"],
    [[x, [[1, 2]], { fill: "red" }], 'fill must be [red, green, blue] but is "red"'],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, `Cannot run drawPolygon: ${message}`);
});
