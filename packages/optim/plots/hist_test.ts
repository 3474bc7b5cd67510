import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { bar, type Figure, hist } from "../mod.ts";

interface Bar {
  x: number;
  x2: number;
  y: number;
  y2: number;
}

function bars(figure: Figure): Bar[] {
  return (figure.spec.data as { values: Bar[] }).values;
}

Deno.test("hist() and bar() draw bars where they belong", async () => {
  assertEquals(bars(hist(tensor([0, 1, 1, 4]), { bins: 2 })), [{ x: 0, x2: 2, y: 3, y2: 0 }, {
    x: 2,
    x2: 4,
    y: 1,
    y2: 0,
  }]);
  assertClose(bars(bar([0, 2], [5, -3])).map(({ x, x2, y }) => [x, x2, y]), [[-0.8, 0.8, 5], [1.2, 2.8, -3]]);
  assertClose(bars(bar([3], [1])).map(({ x, x2 }) => [x, x2]), [[2.6, 3.4]]);
  assertEquals(bars(bar([1, 2, NaN], [NaN, 1, 1])).length, 1);
  const axis = [0, 4, 0, 4],
    svg = await hist([0, 1, 1, 4], { bins: 2, axis, width: 100, height: 100, grid: false }).toSvg();
  assertStringIncludes(svg, 'd="M0,25h50v75h-50Z"');
  assertStringIncludes(svg, 'd="M50,75h50v25h-50Z"');
});

Deno.test("hist() counts in powers of ten if wanted", async () => {
  const figure = hist([0, 1, 1, 1, 4], { bins: 3, logscale: true });
  assertEquals(bars(figure).map(({ y, y2 }) => [y, y2]), [[4, 1], [1, 1]]);
  assertStringIncludes(await figure.toSvg(), "<svg");
});

Deno.test("hist() and bar() say what is wrong", () => {
  assertThrows(
    () => hist([1], { min: 2, max: 1 }),
    RangeError,
    "Cannot run hist: min must be at most max, 1, but is 2",
  );
  assertThrows(() => bar([1], [1, 2]), TypeError, "Cannot run bar: y must have 1 elements like x but has 2");
});
