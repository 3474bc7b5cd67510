import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { plot } from "../mod.ts";

Deno.test("Figure.save() writes SVG, and makes folders", async () => {
  const folder = await Deno.makeTempDir(), figure = plot([1, 2, 3]);
  try {
    await figure.save(`${folder}/a/b.svg`);
    assertEquals(await Deno.readTextFile(`${folder}/a/b.svg`), await figure.toSvg());
    await assertRejects(
      () => figure.save(`${folder}/b.png`),
      TypeError,
      "Cannot run Figure.save: path must end with .svg",
    );
    await assertRejects(() => figure.save(`${folder}/a/b.svg/c.svg`), Error, "Cannot run Figure.save: ");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Figure shows itself in notebooks", async () => {
  const figure = plot([1, 2, 3]) as unknown as Record<symbol, () => Promise<Record<string, string>>>;
  assertStringIncludes((await figure[Symbol.for("Jupyter.display")]!())["image/svg+xml"]!, "<svg");
});
