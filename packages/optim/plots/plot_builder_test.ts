import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { histc, Plot } from "../mod.ts";

/** x from 0 to 10 over 200 pixels, y from 0 to 100 over 100: (x, y) stands at (20 x, 100 − y). */
const canvas = { axis: [0, 10, 0, 100], width: 200, height: 100, grid: false };

/** The elements of marks: symbol, line, rule, rect or text. */
function marks(svg: string, kind: string): string[] {
  return [...svg.matchAll(new RegExp(`<g class="mark-${kind} role-mark[^>]*>(.*?)</g>`, "g"))].map(([, inside]) =>
    inside!
  );
}

function places(inside: string): number[][] {
  return [...inside.matchAll(/transform="translate\(([^,)]+),([^)]+)\)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

/** Ends of lines, [x0, y0, x1, y1], in pixels. */
function ends(inside: string): number[][] {
  return [...inside.matchAll(/translate\(([^,)]+),([^)]+)\)" x2="([^"]+)" y2="([^"]+)"/g)].map((found) => {
    const [x, y, dx, dy] = found.slice(1).map(Number) as [number, number, number, number];
    return [x, y, x + dx, y + dy];
  });
}

Deno.test("Plot.circle(), cross(), diamond(), square() and triangle() draw their signs where the points are", async () => {
  const x = [5, 0, 10],
    y = tensor([25, 100, 0]),
    shapes = new Set<string>(),
    plots: Record<string, Plot> = {
      circle: new Plot(canvas).circle(x, y, "#00f"),
      cross: new Plot(canvas).cross(x, y, "#00f"),
      diamond: new Plot(canvas).diamond(x, y, "#00f"),
      square: new Plot(canvas).square(x, y, "#00f"),
      triangle: new Plot(canvas).triangle(x, y, "#00f"),
    };
  for (const [name, plot] of Object.entries(plots)) {
    const [inside] = marks(await plot.toSvg(), "symbol");
    assertEquals(places(inside!), [[100, 75], [0, 0], [200, 100]], name);
    assertEquals(inside!.match(/fill="#00f" fill-opacity="0.2" stroke="#00f"/g)?.length, 3);
    shapes.add(/ d="([^"]+)"/.exec(inside!)![1]!);
  }
  assertEquals(shapes.size, 5);
  assertStringIncludes([...shapes][0]!, "M5,0A5,5"); // ten pixels wide, as in iTorch
  assertEquals([...shapes][3], "M-5,-5h10v10h-10Z");
});

Deno.test("Plot gives each point its own colour, or all red", async () => {
  const [own] = marks(await new Plot(canvas).circle([1, 2], [1, 2], ["blue", "#0f0"]).toSvg(), "symbol");
  assertEquals([...own!.matchAll(/ stroke="([^"]+)"/g)].map(([, color]) => color), ["blue", "#0f0"]);
  const [red] = marks(await new Plot(canvas).circle([1, 2], [1, 2]).toSvg(), "symbol");
  assertEquals(red!.match(/ stroke="red"/g)?.length, 2);
});

Deno.test("Plot.line() goes from point to point in their order, with gaps", async () => {
  const svg = await new Plot(canvas).line([5, 0, NaN, 10, 0], [25, 100, 1, 0, 0], "green").toSvg();
  const [inside] = marks(svg, "line");
  assertStringIncludes(inside!, 'd="M100,75L0,0M200,100L0,100"');
  assertStringIncludes(inside!, 'stroke="green"');
});

Deno.test("Plot.segment() and quad() reach from corner to corner", async () => {
  const corners = [[0, 5], [0, 50], [10, 6], [100, 75]] as const;
  const plot = new Plot(canvas).segment(...corners, "blue").quad(...corners, ["gray", "black"]),
    svg = await plot.toSvg();
  assertEquals(ends(marks(svg, "rule")[0]!), [[0, 100, 200, 0], [100, 50, 120, 25]]);
  const [rects] = marks(svg, "rect");
  assertStringIncludes(rects!, 'd="M0,0h200v100h-200Z" fill="gray" fill-opacity="0.7" stroke="gray"');
  assertStringIncludes(rects!, 'd="M100,25h20v25h-20Z" fill="black"');
});

Deno.test("Plot.quiver() draws arrows from (row, column), divided by 40", async () => {
  const u = tensor([[40, 0, 0], [0, 0, 80]]), v = tensor([[0, 0, 0], [0, 40, 0]]);
  const plot = new Plot({ axis: [0, 5, 0, 5], width: 100, height: 100 }), svg = await plot.quiver(u, v).toSvg();
  const lines = ends(marks(svg, "rule")[0]!).filter(([x0, y0, x1, y1]) => x0 !== x1 || y0 !== y1);
  // A unit is 20 pixels: (0, 0) → (1, 0), its head 2 long, 1 to each side; (1, 1) → (1, 2); (1, 2) → (3, 2), twice as large.
  assertClose(tensor(lines, { dtype: "float64" }), [
    [0, 100, 20, 100],
    [18, 99, 18, 101],
    [18, 99, 20, 100],
    [18, 101, 20, 100],
    [20, 80, 20, 60],
    [19, 62, 21, 62],
    [19, 62, 20, 60],
    [21, 62, 20, 60],
    [20, 60, 60, 60],
    [56, 58, 56, 62],
    [56, 58, 60, 60],
    [56, 62, 60, 60],
  ], { absolute: 1e-9 });
  const [long] = ends(
    marks(await new Plot(canvas).quiver(tensor([[5]]), tensor([[50]]), "red", "field", 1).toSvg(), "rule")[0]!,
  );
  assertEquals(long, [0, 100, 100, 50]);
});

Deno.test("Plot.histogram() draws the bins of histc where they are", async () => {
  const x = [0, 1, 1, 1, 4, NaN], plot = new Plot({ axis: [0, 4, 0, 4], width: 100, height: 100 });
  const [bars] = marks(await plot.histogram(x, 2, 0, 4, "blue", "h").toSvg(), "rect");
  assertStringIncludes(bars!, 'd="M0,0h50v100h-50Z" fill="blue"');
  assertStringIncludes(bars!, 'd="M50,75h50v25h-50Z" fill="blue"');
  const many = new Plot().histogram(x).figure().spec.layer as { data: { values: { x: number; y2: number }[] } }[];
  assertEquals(many[0]!.data.values.map(({ y2 }) => y2), histc(x, { bins: 100 }).counts.toArray());
});

Deno.test("Plot.gscatter() colours by labels and shows the legend", async () => {
  const svg = await new Plot(canvas).gscatter([0, 5, 10], [0, 50, 100], tensor([7, 3, 7])).toSvg();
  const [first, second] = marks(svg, "symbol");
  assertEquals([places(first!), places(second!)], [[[0, 100], [200, 0]], [[100, 50]]]);
  assert(first!.includes('stroke="red"') && second!.includes('stroke="blue"'));
  assert(svg.includes(">Class 7</text>") && svg.includes(">Class 3</text>"));
  const named = await new Plot().gscatter([1, NaN, 2], [1, 2, 3], ["a", "b", "c"], false).toSvg();
  assert(!named.includes("Class"));
  assertEquals(marks(await new Plot().gscatter([1, 2], [3, 4]).toSvg(), "symbol").length, 1);
});

Deno.test("Plot.text() turns texts counter-clockwise", async () => {
  const plot = new Plot(canvas).text(5, 25, "<a>", Math.PI / 2, "blue", 20, "center", "middle");
  const [inside] = marks(await plot.text([1, 2], [3, 4], ["b", "c"]).toSvg(), "text");
  assertStringIncludes(inside!, 'text-anchor="middle" transform="translate(100,75) rotate(-90)');
  assert(/font-size="20px" fill="blue">&lt;a&gt;<\/text>/.test(inside!), inside);
});

Deno.test("Plot names axes and curves once it is told to", async () => {
  const plot = new Plot().circle([1], [2], "red", 'a <"b">').line([1, 2], [3, 4], "blue", "line\n2").line([1], [1]);
  assert(!(await plot.toSvg()).includes("role-legend"));
  const svg = await plot.title("above").xaxis("across").yaxis("up").legend().toSvg();
  for (const text of ["above", "across", "up"]) assertStringIncludes(svg, `>${text}</text>`);
  const entries = [...svg.matchAll(/role-legend-symbol[^>]*><path[^>]* d="([^"]+)"[^>]* stroke="([^"]+)"/g)];
  assertEquals(entries.map(([, , color]) => color), ["red", "blue"]);
  assertEquals(entries[1]![1]!, "M-5,0L5,0");
  assertStringIncludes(svg, ">a &lt;&quot;b&quot;&gt;</text>".replaceAll("&quot;", '"'));
  assert(!(await plot.legend(false).toSvg()).includes("role-legend"));
});

Deno.test("Plot.hoverTool() tells about points at the pointer", async () => {
  const plot = new Plot().circle([1, 2], [3, 4], "red", "cats", { name: ["Tom", "<Kit>"] }).line([5, NaN], [6, 7]);
  assert(!(await plot.toSvg()).includes("<title>"));
  const titles = async () =>
    [...(await plot.toHtml()).matchAll(/<title>([^<]*)<\/title><\/path>/g)].map(([, tip]) => tip);
  assertEquals(await plot.hoverTool([["who", "@name"], ["at", "(@x, @y)"]]) && await titles(), [
    "who: Tom&#xA;at: (1, 3)",
    "who: &lt;Kit&gt;&#xA;at: (2, 4)",
    "at: (5, 6)",
  ]);
  plot.hoverTool();
  assertEquals((await titles())[0], "x: 1&#xA;y: 3");
  const media =
    await (plot as unknown as Record<symbol, () => Promise<Record<string, string>>>)[Symbol.for("Jupyter.display")]!();
  assertEquals(Object.keys(media), ["text/html", "image/svg+xml", "text/plain"]);
  assertEquals(media["image/svg+xml"], await plot.toSvg());
});

Deno.test("Plot.save() writes SVG and pages, with nothing in it too", async () => {
  const folder = await Deno.makeTempDir(), plot = new Plot();
  try {
    await plot.save(`${folder}/a/b.svg`);
    await plot.save(`${folder}/c.html`);
    assertEquals(await Deno.readTextFile(`${folder}/a/b.svg`), await plot.toSvg());
    assertEquals(await Deno.readTextFile(`${folder}/c.html`), await plot.toHtml());
    assertThrows(() => plot.legend("on" as never), TypeError, 'Plot.legend: on must be true or false but is "on"');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assertStringIncludes(
    await plot.circle([], []).line([NaN], [1]).gscatter([], []).legend().hoverTool().toSvg(),
    "</svg>",
  );
});

Deno.test("Plot says what is wrong, and adds nothing then", () => {
  const plot = new Plot(),
    fails = (act: () => unknown, kind: typeof TypeError | typeof RangeError, text: string) => {
      assertThrows(act, kind, `Cannot run Plot.${text}`);
    };
  fails(() => plot.circle([1, 2], [1]), TypeError, "circle: y must have 2 elements like x but has 1");
  fails(
    () => plot.circle(["1"] as never, [1]),
    TypeError,
    "circle: x must be a tensor or a list of numbers but is [1]",
  );
  fails(
    () => plot.circle([1], [1], "rot"),
    TypeError,
    'circle: color must be a colour\'s name or #rrggbb but is "rot"',
  );
  fails(() => plot.circle([1], [1], ["red", "red"]), TypeError, "circle: color must have 1 elements like x but has 2");
  fails(() => plot.circle([1], [1], ["no"]), TypeError, "circle: color[0] must be a colour's name");
  fails(() => plot.circle([1], [1], "red", 3 as never), TypeError, "circle: legend must be a string but is 3");
  fails(
    () => plot.circle([1], [1], "red", "a", { f: [1, 2] }),
    TypeError,
    "circle: fields.f must have 1 elements like x",
  );
  fails(
    () => plot.circle([1], [1], "red", "a", { f: 1 as never }),
    TypeError,
    "circle: fields.f must be a list but is 1",
  );
  fails(() => plot.line([1], [1], ["red"] as never), TypeError, "line: color must be a colour's name");
  fails(() => plot.segment([1], [1], [1], []), TypeError, "segment: y1 must have 1 elements like x0 but has 0");
  fails(() => plot.quad([1], [1], [1, 2], [1]), TypeError, "quad: x1 must have 1 elements like x0 but has 2");
  fails(() => plot.quiver(zeros([2]), zeros([2])), TypeError, "quiver: u must be [rows, columns] but is [2]");
  fails(() => plot.quiver(zeros([2, 2]), zeros([2, 3])), TypeError, "quiver: ");
  fails(() => plot.quiver(zeros([1, 1]), zeros([1, 1]), "red", "", 0), RangeError, "quiver: scaling must be");
  fails(() => plot.histogram([1], 0), RangeError, "histogram: bins must be");
  fails(() => plot.histogram([1], 2, 3, 1), RangeError, "histogram: min must be at most max, 1, but is 3");
  fails(() => plot.gscatter([1], [1], ["a", "b"]), TypeError, "gscatter: labels must have 1 elements like x but has 2");
  fails(() => plot.gscatter([1], [1], [null] as never), TypeError, "gscatter: labels must be a tensor or a list");
  fails(() => plot.text(1, 1, 2 as never), TypeError, "text: text must be a string but is 2");
  fails(() => plot.text(1, 1, "a", NaN), RangeError, "text: angle must be finite but is NaN");
  fails(() => plot.text(1, 1, "a", 0, "black", 12, "middle" as never), TypeError, "text: align must be one of");
  fails(() => plot.title(1 as never), TypeError, "title: text must be a string but is 1");
  fails(() => plot.hoverTool([["a"]] as never), TypeError, "hoverTool: tooltips must be a list of [name, text]");
  assertEquals((plot.figure().spec.layer as unknown[]).length, 1); // the empty one
  fails(
    () => plot.circle([1], [1]).hoverTool([["a", "@b"]]).figure(),
    TypeError,
    "hoverTool: tooltips must name fields",
  );
  assertThrows(() => new Plot({ width: 0 }), RangeError, "Cannot run Plot: width must be at least 1 but is 0");
  assertThrows(() => new Plot({ axis: [NaN] }), RangeError, "Cannot run Plot: axis must be finite");
});
