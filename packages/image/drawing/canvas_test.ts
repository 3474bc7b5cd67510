// What all drawing functions share: kinds of images, colours, where the result goes, refusals.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { assertImageFunction, picture } from "../testing.ts";
import type { DrawOptions } from "./canvas.ts";
import { drawCircle } from "./draw_circle.ts";
import { drawLine } from "./draw_line.ts";
import { drawPolygon } from "./draw_polygon.ts";
import { drawRect } from "./draw_rect.ts";
import { drawText } from "./draw_text.ts";

const FUNCTIONS: Record<string, (x: Tensor, options?: DrawOptions) => Tensor> = {
  drawText: (x, options) => drawText(x, "Hi!", 2, 1, options),
  drawRect: (x, options) => drawRect(x, 1, 2, 8, 7, options),
  drawLine: (x, options) => drawLine(x, -2, 3, 9, 7, options),
  drawCircle: (x, options) => drawCircle(x, 5, 4, 3.5, options),
  drawPolygon: (x, options) => drawPolygon(x, [[1, 1], [8, 3], [4, 20]], options),
};

for (const [name, draw] of Object.entries(FUNCTIONS)) {
  Deno.test(`${name}() works on batches, any layout, in place, and copies otherwise`, () => {
    for (const channels of [1, 3, 4]) {
      const x = picture([2, channels, 11, 13]);
      assert(!draw(x).equal(x), "nothing was drawn");
      assertImageFunction((image, options) => draw(image, { color: [51, 102, 204], ...options }), x);
    }
  });

  Deno.test(`${name}() gives each kind of image the colour`, () => {
    const color = [50, 100, 204] as const, luma = 0.299 * 50 + 0.587 * 100 + 0.114 * 204;
    const mask = draw(zeros([11, 13]), { color: [255, 255, 255] }), free = mask.eq(0), count = mask.sum();
    assert(count > 5 && count < 143);
    const kinds: [number[], readonly number[]][] = [
      [[11, 13], [luma]],
      [[1, 11, 13], [luma]],
      [[2, 11, 13], [luma, luma]],
      [[3, 11, 13], color],
      [[4, 11, 13], [...color, 255]],
      [[5, 11, 13], Array(5).fill(luma)],
    ];
    for (const [shape, values] of kinds) {
      for (const dtype of ["uint8", "float32", "float64"] as const) {
        const x = picture(shape, dtype), y = draw(x, { color }), top = dtype === "uint8" ? 255 : 1;
        assertEquals([y.dtype, y.size()], [dtype, shape]);
        values.forEach((value, c) => {
          const [before, after] = shape.length === 2 ? [x, y] : [x.select(0, c), y.select(0, c)];
          assert(after.at(free).equal(before.at(free)));
          const wanted = dtype === "uint8" ? Math.round(value) : value / 255 * top;
          assertClose(after.double().at(mask.eq(1)).sum(), wanted * count, { relative: 1e-6 });
        });
      }
    }
    const red = draw(zeros([3, 11, 13]));
    assertEquals([0, 1, 2].map((c) => red.select(0, c).sum()), [count, 0, 0]);
  });

  Deno.test(`${name}() draws in place where out is the image, and elsewhere only there`, () => {
    const x = picture([3, 11, 13]), wanted = draw(x);
    const whole = zeros([5, 11, 13], { dtype: "float64" }), view = whole.narrow(0, 1, 3).copy(x);
    assertEquals(draw(view, { out: view }), view);
    assert(view.equal(wanted));
    assertEquals([whole.select(0, 0).sum(), whole.select(0, 4).sum()], [0, 0]);
    const slanted = x.transpose(1, 2).contiguous().transpose(1, 2);
    assertEquals(draw(slanted, { out: slanted }), slanted);
    assert(slanted.equal(wanted));
    const row = zeros([11, 1]).expand(11, 13);
    assertThrows(() => draw(row, { out: row }), Error, "must not be expanded");
    assertEquals(row.sum(), 0);
  });

  Deno.test(`${name}() refuses what is no image, no colour, no place for the result`, () => {
    const x = picture([3, 11, 13]),
      wrong: [Tensor, unknown, string][] = [
        [tensor([1, 2]), {}, "src must be [height, width] or"],
        [zeros([2, 2, 2, 2, 2]), {}, "but is [2, 2, 2, 2, 2]"],
        [zeros([3, 0, 4]), {}, "but is [3, 0, 4]"],
        [x.long(), {}, "src must be uint8, float32 or float64 but is int64"],
        [undefined as unknown as Tensor, {}, "src must be a tensor but is undefined"],
        [x, { color: "red" }, 'color must be [red, green, blue] but is "red"'],
        [x, { color: [1, 2] }, "color must be [red, green, blue] but is [1, 2]"],
        [x, { color: [0, 0, 256] }, "color must be from 0 to 255 but is 256"],
        [x, { color: [0, -1, 0] }, "color must be from 0 to 255 but is -1"],
        [x, { color: [NaN, 0, 0] }, "color must be from 0 to 255 but is NaN"],
        [x, { color: [0, 0, "0"] }, 'color must be a number but is "0"'],
        [x, { out: zeros([1]) }, "out must be float64 but is float32"],
      ];
    for (const [image, options, message] of wrong) {
      const error = assertThrows(() => draw(image, options as DrawOptions), Error, message);
      assert((error as Error).message.startsWith(`Cannot run ${name}: `), (error as Error).message);
    }
  });
}
