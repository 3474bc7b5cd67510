import { assert, assertEquals } from "@std/assert";
import { tidy } from "@taimatsu/tensor";
import { fabio, lena } from "../mod.ts";

Deno.test("sample pictures have the sizes of Torch7's, and are new each time", () => {
  const x = lena(), y = fabio();
  assertEquals([x.size(), y.size(), x.dtype, y.dtype], [[3, 512, 512], [257, 271], "float32", "float32"]);
  for (const image of [x, y]) assert(image.min() >= 0 && image.max() <= 1 && image.std() > 0.2);
  const before = x.clone();
  x.zero();
  y.zero();
  assert(lena().equal(before));
  assert(fabio().std() > 0.2);
});

Deno.test("sample pictures can be taken again after tidy()", () => {
  tidy(() => void [lena(), fabio()]);
  assert(lena().std() > 0.2 && fabio().std() > 0.2);
});

Deno.test("the scene is what it is said to be", () => {
  const x = lena(), colour = (row: number, column: number) => [0, 1, 2].map((c) => x.get(c, row, column));
  const [skyRed, , skyBlue] = colour(5, 256), [red, green, blue] = colour(290, 110);
  assert(skyBlue! > skyRed!, "the sky is blue");
  assert(red! > 3 * green! && red! > 3 * blue!, "the left ball is red");
  // Squares of the floor: dark and light side by side.
  const row = x.select(0, 0).select(0, 480);
  assert(row.max() - row.min() > 0.3);
});
