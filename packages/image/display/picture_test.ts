import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { joinTitle, pictureOf, type PictureOptions } from "./picture.ts";

/** The red bytes, and what the title says. */
function shown(x: unknown, options: PictureOptions = {}): [number[], string] {
  const picture = pictureOf("display", x, options);
  return [[...picture.rgb].filter((_, i) => i % 3 === 0), joinTitle(undefined, picture.note)];
}

Deno.test("pictureOf() shows values as they are", () => {
  assertEquals(shown(tensor([[0, 1, 0.5, 0.2]])), [[0, 255, 128, 51], ""]);
  assertEquals(shown(tensor([[-1, 2, NaN, Infinity]])), [[0, 255, 0, 255], ""]);
  assertEquals(shown(tensor([[0.4, 0.6]], { dtype: "float64" })), [[102, 153], ""]);
  assertEquals(shown(tensor([[0, 7, 255]], { dtype: "uint8" })), [[0, 7, 255], ""]);
});

Deno.test("pictureOf() stretches when asked, and the title says so", () => {
  const x = tensor([[[0, 1, 2]], [[-4, NaN, Infinity]]], { dtype: "float64" });
  assertEquals(shown(x, { normalize: true, nrow: 2 }), [[170, 213, 255, 0, 0, 255], "(normalized from -4 to 2)"]);
  assertEquals(shown(x, { scaleEach: true, nrow: 2 }), [[0, 128, 255, 0, 0, 0], "(normalized each by itself)"]);
  assertEquals(shown(x, { symmetric: true, nrow: 2 }), [[128, 159, 191, 0, 0, 255], "(normalized from -4 to 4)"]);
  assertEquals(shown(x, { min: 1, max: 2, nrow: 2 }), [[0, 0, 255, 0, 0, 255], "(1 to 2)"]);
  assertEquals(shown(x, { normalize: true, max: 0, nrow: 2 }), [
    [255, 255, 255, 0, 0, 255],
    "(normalized from -4 to 0)",
  ]);
  assertEquals(shown(tensor([[3, 3]]), { normalize: true }), [[0, 0], "(normalized from 3 to 3)"]);
  assertEquals(shown(tensor([[50, 100]], { dtype: "uint8" }), { max: 100 }), [[128, 255], "(0 to 100)"]);
});

Deno.test("pictureOf() keeps colours and the values behind them", () => {
  const x = tensor([[[0, 1]], [[1, 0]], [[0.2, 5]]], { dtype: "float64" }).transpose(1, 2);
  const { width, height, channels, rgb, values, dtype } = pictureOf("display", x, {});
  assertEquals([width, height, channels, dtype], [1, 2, 3, "float64"]);
  assertEquals([...rgb], [0, 255, 51, 255, 0, 255]);
  assertEquals([...values as Float64Array], [0, 1, 1, 0, 0.2, 5]);
});

Deno.test("pictureOf() makes a square of images unless told otherwise", () => {
  const size = (options: PictureOptions) => {
    const { width, height, columns, cell } = pictureOf("display", zeros([5, 1, 2, 4]), options);
    return [width, height, columns, ...cell];
  };
  assertEquals(size({}), [12, 4, 3, 4, 2]);
  assertEquals(size({ padding: 2 }), [16, 6, 3, 6, 4]);
  assertEquals(size({ nrow: 9 }), [20, 2, 5, 4, 2]);
});

Deno.test("pictureOf() refuses wrong options", () => {
  const wrong: [PictureOptions, string][] = [
    [{ padding: -1 }, "padding"],
    [{ nrow: 0 }, "nrow"],
    [{ min: NaN }, "min"],
    [{ min: 3 }, "Cannot run display: min must be at most max, 1, but is 3"],
  ];
  for (const [options, text] of wrong) {
    assertThrows(() => pictureOf("display", zeros([2, 2]), options), RangeError, text);
  }
});
