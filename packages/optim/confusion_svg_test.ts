import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { ConfusionMatrix, type ConfusionSort } from "./mod.ts";

function confusion(): ConfusionMatrix {
  const confusion = new ConfusionMatrix(["a", "b <&>", "c"]);
  confusion.mat.copy(tensor([[1, 3, 0], [0, 5, 5], [0, 0, 2]], { dtype: "int64" }));
  return confusion;
}

function texts(svg: string, name: string): string[] {
  return [...svg.matchAll(new RegExp(`<text class="${name}"[^>]*>([^<]*)<`, "g"))].map(([, text]) => text!);
}

Deno.test("ConfusionMatrix.render() sorts by what was recognized", () => {
  const svg = confusion().render();
  assertEquals(texts(svg, "name"), ["c", "b &#60;&#38;&#62;", "a"]);
  assertEquals(texts(svg, "share"), ["100", "00", "00", "50", "50", "00", "00", "75", "25"]);
  assertEquals(texts(svg, "frequency"), ["12.50 %", "62.50 %", "25.00 %"]);
  assertStringIncludes(svg, "sorted by score: 50.000 % of all examples, 58.333 % per class");
  assertStringIncludes(svg, "b &#60;&#38;&#62; taken for c: 5");
});

Deno.test("ConfusionMatrix.render() sorts by the number of examples", () => {
  const svg = confusion().render("occurrence", { block: 10, legendWidth: 70 });
  assertEquals(texts(svg, "name"), ["b &#60;&#38;&#62;", "a", "c"]);
  assertEquals(texts(svg, "share"), ["50", "00", "50", "75", "25", "00", "00", "00", "100"]);
  assertStringIncludes(svg, 'width="100" height="54"');
});

Deno.test("ConfusionMatrix.render() shades the cells by their shares", () => {
  const fills = [...confusion().render().matchAll(/class="cell"[^>]*fill="rgb\((\d+),/g)].map(([, level]) =>
    Number(level)
  );
  assertEquals(fills, [1, 0, 0, 0.5, 0.5, 0, 0, 0.75, 0.25].map((share) => Math.round(255 * share)));
});

Deno.test("ConfusionMatrix.render() numbers classes without names and survives having no examples", () => {
  const svg = new ConfusionMatrix(2).render();
  assertEquals(texts(svg, "name"), ["0", "1"]);
  assertEquals(texts(svg, "frequency"), ["no examples", "no examples"]);
  assert(!svg.includes("NaN"));
  const shown = (new ConfusionMatrix(2) as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]!();
  assertEquals(shown["image/svg+xml"], svg);
  assertStringIncludes(shown["text/plain"]!, "global correct: nan%");
});

Deno.test("ConfusionMatrix.render() says what is wrong", () => {
  const c = confusion();
  assertThrows(
    () => c.render("size" as ConfusionSort),
    TypeError,
    'Cannot run ConfusionMatrix.render: sortmode must be one of score, occurrence but is "size"',
  );
  assertThrows(
    () => c.render("score", { block: -1 }),
    RangeError,
    "Cannot run ConfusionMatrix.render: block must be at least 0 but is -1",
  );
  assertThrows(() => c.render("score", { legendWidth: Infinity }), RangeError, "legendWidth must be finite");
});
