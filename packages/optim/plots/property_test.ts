// Drawings and histograms of random values, valid or not: a description without NaN, or a documented error.
import { assert, assertEquals } from "@std/assert";
import { bar, type Figure, hist, histc, imagesc, Plot, plot } from "../mod.ts";
import { attempt, check, checkLater, type Draw, show } from "../property/draw.ts";

const CALLS = 5000;

const VALUES = [0, -0, 1, 2.5, -3, NaN, Infinity, -Infinity, 1e20, 1e308, -1e308, 5e-324, 1e-300];

function drawValues(draw: Draw): number[] {
  const wild = draw.chance(2);
  return Array.from({ length: draw.int(0, 8) }, () => wild ? draw.oneOf(VALUES) : draw.int(-9, 9) / 2);
}

/** The description has no number that Vega cannot draw. */
function checkSpec(figure: Figure, text: string): void {
  const look = (value: unknown): void => {
    if (typeof value === "number") assert(Number.isFinite(value), `${text} has ${value}`);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  look((figure.spec as { data?: unknown }).data);
  look((figure.spec as { layer?: unknown }).layer);
}

Deno.test("histc counts every finite value once, or says why not", () => {
  check((draw) => {
    const values = drawValues(draw),
      bins = draw.int(1, 6),
      text = (): string => `histc([${values}], { bins: ${bins} })`;
    const error = attempt(text, () => {
      const { counts, centers, binWidth } = histc(values, { bins });
      const wanted = values.filter((x) => !Number.isNaN(x)).length;
      assertEquals((counts.toArray() as number[]).reduce((a, b) => a + b, 0), wanted, text());
      assert((centers.toArray() as number[]).every(Number.isFinite) && binWidth > 0 && binWidth < Infinity, text());
    });
    if (error !== undefined) assert(values.some((x) => Math.abs(x) > 1e300), text());
  }, CALLS);
});

Deno.test("drawings take anything", () => {
  check((draw) => {
    const odd = draw.odd() as never,
      other = draw.odd() as never,
      values = drawValues(draw),
      options = { logscale: draw.chance(2) };
    const setting = draw.oneOf([
      "title",
      "xlabel",
      "grid",
      "logscale",
      "axis",
      "width",
      "height",
      "bins",
      "min",
      "max",
    ]);
    const axis = [draw.oneOf([undefined, 1, odd]), draw.oneOf([undefined, 5]), odd, other];
    const calls: Record<string, () => unknown> = {
      "plot(values)": () => plot(values, options),
      "plot(odd)": () => plot(odd),
      "plot(, odd)": () => plot(values, odd),
      "plot(, { odd })": () => plot(values, { [setting]: odd }),
      "plot(, { axis })": () => plot(values, { ...options, axis: axis as never }),
      "plot([odd])": () => plot([{ y: values }, odd]),
      "plot({ x })": () => plot({ x: odd, y: values }),
      "plot({ y })": () => plot({ x: values, y: odd }),
      "plot({ style })": () => plot({ y: values, style: odd }),
      "bar(values)": () => bar(values, values, options),
      "bar(odd)": () => bar(odd, other),
      "bar(, , odd)": () => bar(values, values, odd),
      "bar(, , { odd })": () => bar(values, values, { [setting]: odd }),
      "hist(odd)": () => hist(odd),
      "hist(, odd)": () => hist([1, 2], odd),
      "hist(, { odd })": () => hist([1, 2], { [setting]: odd }),
      "histc(odd)": () => histc(odd),
      "histc(, odd)": () => histc(values, odd),
      "histc(, { odd })": () => histc(values, { bins: 3, min: odd, max: other }),
      "imagesc(values)": () => imagesc(draw.numbers([draw.int(1, 3), 2]).fill(draw.oneOf(VALUES)), "gray", options),
      "imagesc(odd)": () => imagesc(odd),
      "imagesc(, odd)": () => imagesc(draw.numbers([2, 2]), odd),
      "imagesc(, , odd)": () => imagesc(draw.numbers([2, 2]), "color", odd),
      "imagesc(, , { odd })": () => imagesc(draw.numbers([2, 2]), "color", { [setting]: odd }),
    };
    const text = draw.oneOf(Object.keys(calls)),
      shown = (): string => `${text} with ${show([odd, other, values, options])}`;
    attempt(shown, () => {
      const drawn = calls[text]!();
      if (typeof drawn === "object" && drawn !== null && "spec" in drawn) checkSpec(drawn as Figure, shown());
    });
  }, CALLS);
});

Deno.test("Plot takes anything, and an error adds nothing", () => {
  check((draw) => {
    const odd = draw.odd() as never,
      other = draw.odd() as never,
      values = drawValues(draw),
      grid = draw.numbers([2, 3]);
    const plot = new Plot(draw.chance(2) ? {} : { axis: [0, 1] }).circle([1, 2], [3, NaN]);
    const marker = draw.oneOf(["circle", "cross", "diamond", "square", "triangle", "line"] as const);
    const calls: Record<string, () => unknown> = {
      "new Plot(odd)": () => new Plot(odd),
      "new Plot({ odd })": () => new Plot({ [draw.oneOf(["axis", "width", "height"])]: odd }),
      "marker(values)": () => plot[marker](values, values, "blue", "a", { name: values }),
      "marker(odd)": () => plot[marker](odd, other),
      "marker(, , odd)": () => plot[marker](values, values, odd, other),
      "marker(, , , , odd)": () => plot[marker](values, values, "red", "a", odd),
      "marker(, , , , { odd })": () => plot[marker](values, values, "red", "a", { odd }),
      "segment(values)": () => plot.segment(values, values, values, values),
      "segment(odd)": () => plot.segment(odd, other, odd, other),
      "quad(values)": () => plot.quad(values, values, values, values, odd),
      "quiver(grid)": () => plot.quiver(grid, grid.clone().fill(draw.oneOf(VALUES)), "red", "a", odd),
      "quiver(odd)": () => plot.quiver(odd, other),
      "histogram(values)": () => plot.histogram(values, 3),
      "histogram(odd)": () => plot.histogram(odd, 3, other),
      "histogram(, odd)": () => plot.histogram([1, 2], odd, other, odd),
      "gscatter(values)": () => plot.gscatter(values, values, values),
      "gscatter(, odd)": () => plot.gscatter(values, values, odd, other),
      "text(values)": () => plot.text(values, values, values.map(String), odd),
      "text(odd)": () => plot.text(odd, other, odd),
      "text(, odd)": () => plot.text(1, 2, "a", odd, other, other, odd),
      "title(odd)": () => plot.title(odd).xaxis(other),
      "legend(odd)": () => plot.legend(odd),
      "hoverTool(odd)": () => plot.hoverTool(odd),
      "hoverTool([odd])": () => plot.hoverTool([["a", odd]]).figure(),
    };
    const text = draw.oneOf(Object.keys(calls)), shown = (): string => `${text} with ${show([odd, other, values])}`;
    const layers = (): number => (plot.figure().spec.layer as unknown[]).length, before = layers();
    const error = attempt(shown, calls[text]!);
    if (error !== undefined && !text.startsWith("hoverTool")) assertEquals(layers(), before, shown());
    plot.hoverTool().legend();
    checkSpec(plot.figure(), shown());
  }, CALLS);
});

Deno.test("what is drawn becomes a picture", async () => {
  await checkLater(async (draw) => {
    const values = drawValues(draw), options = { logscale: draw.chance(2), title: draw.oneOf(["", "<&>", "a"]) };
    const tame = values.filter((x) => Math.abs(x) < 1e100);
    const figure = draw.oneOf([
      () => plot({ y: values, style: draw.oneOf(["+", ".", "-", "+-", "~", "|"] as const) }, options),
      () => bar(values, values, options),
      () => hist(tame, options),
      () => imagesc(draw.numbers([2, 3]).fill(draw.oneOf(VALUES)), "color", options),
      () => new Plot().circle(values, values).line(values, values).hoverTool().figure(),
      () => new Plot({ title: options.title }).gscatter(tame, tame, tame).histogram(tame).figure(),
    ])();
    assert((await figure.toSvg()).includes("</svg>"));
  }, 40);
});

Deno.test("many values are drawn and counted", () => {
  const many = Array.from({ length: 200_000 }, (_, k) => k);
  assertEquals(bar(many, many).spec.width, 480);
  assertEquals(histc(many, { bins: 2 }).counts.toArray(), [100_000, 100_000]);
});
