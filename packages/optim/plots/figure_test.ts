import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Figure, plot } from "../mod.ts";

Deno.test("Figure.save() writes SVG, and makes folders", async () => {
  const folder = await Deno.makeTempDir(), figure = plot([1, 2, 3]);
  try {
    await figure.save(`${folder}/a/b.svg`);
    assertEquals(await Deno.readTextFile(`${folder}/a/b.svg`), await figure.toSvg());
    await assertRejects(
      () => figure.save(`${folder}/b.png`),
      TypeError,
      "Cannot run Figure.save: path must end with .svg or .html",
    );
    await assertRejects(() => figure.save(`${folder}/a/b.svg/c.svg`), Error, "Cannot run Figure.save: ");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Figure.toHtml() is a page that holds the drawing, and save() writes it", async () => {
  const folder = await Deno.makeTempDir(), figure = plot([1, 2, 3], { title: "a <b>" }), html = await figure.toHtml();
  assertStringIncludes(html, "<!DOCTYPE html>");
  assertStringIncludes(html, "<title>a &#60;b&#62;</title>");
  assertStringIncludes(html, await figure.toSvg());
  assertStringIncludes(await plot([1]).toHtml(), "<title>Figure</title>");
  try {
    await figure.save(`${folder}/a.HTML`);
    assertEquals(await Deno.readTextFile(`${folder}/a.HTML`), html);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Figure draws what its description says, changed or written by hand", async () => {
  const figure = plot([{ label: "training loss", y: [1, 2, 3] }]);
  const size = async (): Promise<number[]> =>
    (await figure.toSvg()).match(/width="(\d+)" height="(\d+)"/)!.slice(1).map(Number);
  const beside = await size(), { color } = figure.spec.encoding as { color: { legend: Record<string, unknown> } };
  color.legend.orient = "bottom";
  const below = await size();
  assert(below[0]! < beside[0]! && below[1]! > beside[1]!, `${beside} ${below}`);

  const field = (name: string) => ({ field: name, type: "quantitative" });
  const vectors = new Figure({
    data: { values: [{ x: 0, y: 0, x2: 1, y2: 2 }, { x: 1, y: 2, x2: 3, y2: 1 }] },
    mark: "rule",
    encoding: { x: field("x"), y: field("y"), x2: { field: "x2" }, y2: { field: "y2" } },
  });
  assertEquals((await vectors.toSvg()).match(/<line [^>]*stroke="black"/g)?.length, 2);
});

Deno.test("Figure shows itself in notebooks", async () => {
  const figure = plot([1, 2, 3]) as unknown as Record<symbol, () => Promise<Record<string, string>>>;
  assertStringIncludes((await figure[Symbol.for("Jupyter.display")]!())["image/svg+xml"]!, "<svg");
});
