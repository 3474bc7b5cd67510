import { assertEquals, assertMatch } from "@std/assert";
import { plotSvg } from "./plot_svg.ts";

// The plot's inner part is 100 wide and 100 high, from (64, 24) to (164, 124).
const view = { width: 176, height: 160 };
const paths = (svg: string, kind: string) =>
  [...svg.matchAll(new RegExp(`<path class="${kind}" d="([^"]*)"`, "g"))].map(([, path]) => path);

Deno.test("plotSvg() draws lines, with gaps where values are missing", () => {
  const rows = [[0, 0, 10], [1, 5, null], [2, 10, 0], [4, NaN, 5]];
  const svg = plotSvg({ labels: ["x", "a", "b"], rows }, view);
  assertEquals(paths(svg, "line"), ["M64 124L89 74L114 24", "M64 24h0.01", "M114 124L164 74"]);
});

Deno.test("plotSvg() draws bands", () => {
  const svg = plotSvg({ labels: ["x", "a"], rows: [[0, [0, 5, 10]], [1, [5, 5, 5]]] }, view);
  assertEquals(paths(svg, "band"), ["M64 24L164 74L164 74L64 124Z"]);
  assertEquals(paths(svg, "line"), ["M64 74L164 74"]);
});

Deno.test("plotSvg() draws a part, whose values fill the height", () => {
  const rows = [[0, 100], [1, 0], [2, 10], [3, 100]];
  const svg = plotSvg({ labels: ["x", "a"], rows }, { ...view, range: [1, 2] });
  assertEquals(paths(svg, "line"), ["M-36 -876L64 124L164 24L264 -876"]);
  assertMatch(svg, /data-left="64" data-right="164" data-from="1" data-to="2"/);
});

Deno.test("plotSvg() puts ticks at round numbers", () => {
  const ticks = (high: number) => {
    const svg = plotSvg({ labels: ["x", "y"], rows: [[0, 0], [high, high]] }, view);
    return [...svg.matchAll(/text-anchor="middle">([^<]+)</g)].map(([, text]) => text);
  };
  assertEquals(ticks(1), ["0", "0.5", "1"]);
  assertEquals(ticks(7), ["0", "5"]);
  assertEquals(ticks(3e-5), ["0", "0.00002"]);
});

Deno.test("plotSvg() draws logarithms, and leaves out what has none", () => {
  const plot = (values: number[]) =>
    plotSvg({ labels: ["x", "y"], rows: values.map((value, i) => [i, value]), logscale: true }, view);
  const ticks = (svg: string) => [...svg.matchAll(/text-anchor="end">([^<]+)</g)].map(([, text]) => text);
  const svg = plot([1, 100, 0, -5, 10]); // 2 powers of ten over 100 pixels
  assertEquals(paths(svg, "line"), ["M64 124L89 24", "M164 74h0.01"]);
  assertEquals(ticks(svg), ["1", "10", "100", "x"]);
  assertEquals(ticks(plot([1, 5])), ["2", "4", "x"]);
  const band = plotSvg({ labels: ["x", "y"], rows: [[0, [1, 10, 100]], [1, [10, 10, 10]]], logscale: true }, view);
  assertEquals(paths(band, "band"), ["M64 24L164 74L164 74L64 124Z"]);
});

Deno.test("plotSvg() lets plots of other sizes lie in the same document", () => {
  const clip = (width: number) =>
    /clip-path="url\(#(\w+)\)"/.exec(plotSvg({ labels: ["x", "y"], rows: [] }, { ...view, width }))![1];
  assertEquals(clip(176) === clip(177), false);
});

Deno.test("plotSvg() escapes names, and draws one point and none", () => {
  const svg = plotSvg({ labels: ["x", "<b>&"], rows: [[1, 1]], ylabel: '"y"' }, { ...view, background: "white" });
  assertMatch(svg, /&#60;b&#62;&#38;/);
  assertMatch(svg, /&#34;y&#34;/);
  assertMatch(svg, /<rect width="176" height="160" fill="white"\/>/);
  assertEquals(paths(svg, "line"), ["M114 74h0.01"]);
  assertEquals(paths(plotSvg({ labels: ["x", "a"], rows: [[1, null]] }, view), "line"), []);
});

Deno.test("plotSvg() needs nothing from outside, as the page runs it", () => {
  const alone = new Function(`return ${plotSvg}`)() as typeof plotSvg,
    plot = { labels: ["x", "a"], rows: [[0, 1], [1, 2]] };
  assertEquals(alone(plot, view), plotSvg(plot, view));
});
