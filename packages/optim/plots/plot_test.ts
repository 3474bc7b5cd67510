import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { type Figure, plot, type PlotStyle, type Series } from "../mod.ts";

interface Layer {
  mark: { type: string };
  data: { values: { series: string; x: number | null; y: number | null }[] };
}

function layers(figure: Figure): Layer[] {
  return figure.spec.layer as Layer[];
}

function ys(figure: Figure): (number | null)[][] {
  return layers(figure).map(({ data }) => data.values.map(({ y }) => y));
}

Deno.test("plot() takes lists, vectors, matrices and curves", () => {
  assertEquals(ys(plot([1, 2])), [[1, 2]]);
  assertEquals(ys(plot(tensor([1, 2]))), [[1, 2]]);
  assertEquals(ys(plot(tensor([[1, 2], [3, 4], [5, 6]]))), [[1, 3, 5], [2, 4, 6]]);
  assertEquals(layers(plot({ x: [5, 6], y: [1, 2] }))[0]!.data.values.map(({ x }) => x), [5, 6]);
  assertEquals(ys(plot([{ y: [1] }, { y: tensor([2]) }])), [[1], [2]]);
});

Deno.test("plot() draws points at the places that the axes say", async () => {
  const axis = [0, 10, 0, 100], figure = plot({ x: [0, 5, 10], y: [100, 25, 0] }, { axis, width: 200, height: 100 });
  const [, path] = /mark-line[\s\S]*?d="([^"]+)"/.exec(await figure.toSvg())!;
  assertEquals(path, "M0,0L100,75L200,100");
});

Deno.test("plot() draws lines from point to point, in their order", async () => {
  const axis = [0, 2, 0, 2], figure = plot({ x: [2, 0, 1], y: [0, 1, 2] }, { axis, width: 100, height: 100 });
  const [, path] = /mark-line[\s\S]*?d="([^"]+)"/.exec(await figure.toSvg())!;
  assertEquals(path, "M100,100L0,50L50,0");
});

Deno.test("plot() counts in powers of ten, and leaves out what has no logarithm", async () => {
  const axis = [0, 2, 1, 100], figure = plot([1, 10, 100], { axis, logscale: true, width: 200, height: 100 });
  const [, path] = /mark-line[\s\S]*?d="([^"]+)"/.exec(await figure.toSvg())!;
  const numbers = path!.match(/[\d.]+/g)!.map(Number), wanted = [0, 100, 100, 50, 200, 0];
  assert(numbers.every((x, i) => Math.abs(x - wanted[i]!) < 1e-6), path);
  assertEquals(ys(plot([0, -1, NaN, Infinity, 3], { logscale: true })), [[null, null, null, null, 3]]);
  assertEquals(ys(plot([0, -1, NaN, Infinity, 3])), [[0, -1, null, null, 3]]);
});

Deno.test("plot() knows every style, and names the curves", async () => {
  const styles: PlotStyle[] = ["+", ".", "-", "+-", "~", "|"];
  const figure = plot(styles.map((style, k) => ({ label: `curve ${k}`, y: [k, k + 1, k + 3], style })), {
    title: "all of them",
    xlabel: "steps",
    ylabel: "size <m>",
    grid: false,
  });
  const svg = await figure.toSvg();
  for (const text of ["curve 0", "curve 5", "all of them", "steps", "size &lt;m&gt;"]) assertStringIncludes(svg, text);
  for (const mark of ["mark-symbol", "mark-line", "mark-rect"]) assertStringIncludes(svg, mark);
  assert(!svg.includes("NaN"));
});

Deno.test("plot() survives having nothing to draw", async () => {
  for (const figure of [plot([]), plot([NaN]), plot(tensor([[1], [2]]).narrow(0, 0, 1))]) {
    assertStringIncludes(await figure.toSvg(), "<svg");
  }
});

Deno.test("plot() says what is wrong", () => {
  assertThrows(() => plot(zeros([2, 2, 2])), TypeError, "series must be a vector or a matrix but is [2, 2, 2]");
  assertThrows(
    () => plot({ x: [1], y: [1, 2] }),
    TypeError,
    "Cannot run plot: x must have 2 elements like y but has 1",
  );
  assertThrows(() => plot({ y: [1], style: "#" as "-" }), TypeError, "Cannot run plot: style must be one of");
  assertThrows(() => plot("x" as unknown as Series), TypeError, 'series must be numbers or curves but is "x"');
  assertThrows(() => plot([["x"]] as unknown as Series[]), TypeError, "series must hold curves with y but holds [x]");
  assertThrows(() => plot({ y: ["1"] as unknown as number[] }), TypeError, "y must be a tensor or a list of numbers");
  assertThrows(() => plot([1], { width: 0 }), RangeError, "Cannot run plot: width must be at least 1 but is 0");
  assertThrows(() => plot([1], { axis: [0, NaN] }), RangeError, "axis must be finite but is NaN");
  assertThrows(() => plot([1], { axis: [0, 1, 0], logscale: true }), RangeError, "Cannot run plot: axis must be");
});

Deno.test("plot has ticks at whole numbers alone where all places are whole, and colours for many curves", () => {
  const axisOf = (x: number[]) => (plot({ x, y: [1, 2] }).spec.encoding as { x: { axis: object } }).x.axis;
  assertEquals([axisOf([1, 2]), axisOf([0.5, 2])], [{ grid: true, tickMinStep: 1, format: "d" }, { grid: true }]);
  const scale = (n: number) => {
    const { color } = plot(Array.from({ length: n }, () => ({ y: [1, 2] }))).spec.encoding as {
      color: { scale: object };
    };
    return color.scale;
  };
  assertEquals(["scheme" in scale(10), "scheme" in scale(11)], [false, true]);
});
