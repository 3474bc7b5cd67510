// Drawing anywhere: only pixels that the shape covers change, and nothing beyond the image matters.
import { assert, assertEquals } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import fc from "fast-check";
import { drawCircle, drawLine, drawPolygon, drawRect, drawText } from "../mod.ts";

const settings = { numRuns: 200, seed: 1 }, color = [255, 255, 255] as const, fill = color;
const near = fc.integer({ min: -15, max: 30 }), width = fc.integer({ min: 1, max: 5 });

Deno.test("a part of what is drawn is what is drawn on the part", () => {
  fc.assert(
    fc.property(near, near, near, near, width, fc.string(), (a, b, c, d, lineWidth, text) => {
      const options = { color, lineWidth },
        shapes = [
          (h: number, w: number, x: number, y: number) => drawRect(zeros([h, w]), a - x, b - y, c - x, d - y, options),
          (h: number, w: number, x: number, y: number) => drawLine(zeros([h, w]), a - x, b - y, c - x, d - y, options),
          (h: number, w: number, x: number, y: number) =>
            drawCircle(zeros([h, w]), a - x, b - y, Math.abs(c), { ...options, fill }),
          (h: number, w: number, x: number, y: number) =>
            drawPolygon(zeros([h, w]), [[a - x, b - y], [c - x, d - y], [d - x, a - y]], { ...options, fill }),
          (h: number, w: number, x: number, y: number) =>
            drawText(zeros([h, w]), text, a - x, b - y, { color, size: lineWidth, wrap: false }),
        ];
      for (const draw of shapes) {
        const whole = draw(24, 20, 0, 0);
        assert(draw(9, 8, 7, 5).equal(whole.narrow(0, 5, 9).narrow(1, 7, 8).contiguous()));
      }
    }),
    settings,
  );
});

Deno.test("a line has both ends and no gap, a rectangle the sum of its sides", () => {
  const on = fc.integer({ min: 0, max: 19 });
  fc.assert(
    fc.property(on, on, on, on, (a, b, c, d) => {
      const line = drawLine(zeros([20, 20]), a, b, c, d, { color });
      assertEquals([line.get(b, a), line.get(d, c)], [1, 1]);
      assertEquals(line.sum(), Math.max(Math.abs(a - c), Math.abs(b - d)) + 1);
      const w = Math.abs(a - c) + 1, h = Math.abs(b - d) + 1;
      assertEquals(
        drawRect(zeros([20, 20]), a, b, c, d, { color }).sum(),
        w * h - Math.max(w - 2, 0) * Math.max(h - 2, 0),
      );
    }),
    settings,
  );
});
