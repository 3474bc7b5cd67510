import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, tensor, zeros } from "./mod.ts";
import { numberOf, op, opNames } from "./native.ts";
import { assertClose, assertGradient, fromRecord, layoutsOf, numericalGradient, readRecords } from "./testing.ts";

Deno.test("assertClose() accepts what agrees", () => {
  assertClose(1, 1 + 1e-7);
  assertClose([1, [2, 3]], [1, [2, 3]]);
  assertClose(tensor([[1, 2]]), [[1, 2.00001]]);
  assertClose([NaN, Infinity, -Infinity, 0], [NaN, Infinity, -Infinity, -0]);
  assertClose(tensor([]), []);
  assertClose(tensor([1000]), [1009], { relative: 0.01 });
  assertClose([0.1], [0.2], { absolute: 0.2, relative: 0 });
});

Deno.test("assertClose() names the size or the largest difference", () => {
  assertThrows(() => assertClose([1, 2], [1]), Error, "Sizes differ: actual [2], expected [1]");
  assertThrows(() => assertClose(tensor([1, 2]), tensor([[1, 2]])), Error, "Sizes differ: actual [2], expected [1, 2]");
  assertThrows(
    () => assertClose([1, 2, 3], [1, 2.5, 5]),
    Error,
    "Values differ, most at element 2 of 3: actual 3, expected 5",
  );
  assertThrows(
    () => assertClose([1, NaN], [1, 2]),
    Error,
    "Values differ, most at element 1 of 2: actual NaN, expected 2",
  );
  assertThrows(() => assertClose(1, Infinity), Error, "Values differ");
  const x = tensor([1], { dtype: "float64" });
  assertClose(x, [1 + 1e-11]);
  assertThrows(() => assertClose(x, [1 + 1e-8]), Error, "Values differ"); // float64 must agree to more digits
});

Deno.test("fromRecord() makes the tensor of a recording", () => {
  const x = fromRecord({ dtype: "float64", size: [2, 2], data: [1, "NaN", "Infinity", "-Infinity"] });
  assertEquals([x.toArray(), x.dtype], [[[1, NaN], [Infinity, -Infinity]], "float64"]);
  assertEquals(fromRecord({ dtype: "int64", size: [], data: [] }).size(), []);
});

Deno.test("readRecords() reads the JSON files of a folder in order", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/b.json`, '{ "n": 3 }');
  await Deno.writeTextFile(`${folder}/a.json`, '[{ "n": 1 }, { "n": 2 }]');
  await Deno.writeTextFile(`${folder}/notes`, "not JSON");
  if (Deno.env.get("TAIMATSU_GOLDEN") === undefined) {
    const files = readRecords<{ n: number }>("tensor", new URL(`file://${folder}`));
    assertEquals(files.map(({ name, records }) => [name, records.map(({ n }) => n)]), [["a", [1, 2]], ["b", [3]]]);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("numericalGradient() and assertGradient() find the derivative of each element", () => {
  const x = tensor([[1, 2], [3, 4]], { dtype: "float64" }), f = () => x.get(0, 0) ** 2 * x.get(1, 1) + x.get(0, 1);
  assertClose(numericalGradient(x, f), [[8, 1], [0, 1]], { relative: 1e-6 });
  assertGradient(tensor([[8, 1], [0, 1]], { dtype: "float64" }), x, f);
  assertThrows(() => assertGradient(tensor([[8, 1], [0.1, 1]], { dtype: "float64" }), x, f), Error, "Values differ");
  assertEquals(x.toArray(), [[1, 2], [3, 4]]);
});

Deno.test("layoutsOf() gives the same elements in memory of other layouts", () => {
  const x = arange(24).view(2, 3, 4), layouts = Object.values(layoutsOf(x));
  for (const y of layouts) assertEquals(y.toArray(), x.toArray());
  assertEquals(layouts.filter((y) => y.isContiguous()).length, 1);
  assertEquals(new Set(layouts.map((y) => y.stride().join())).size, layouts.length);
  assertEquals(new Set(layouts.map((y) => y.storage())).size, layouts.length);
  assertEquals(layoutsOf(zeros([3])).reversed.stride(), [-1]);
});

Deno.test("an op that the library does not have is named", () => {
  assertThrows(
    () => numberOf(op("unary", "frobnicate")),
    Error,
    "Cannot run frobnicate: the native library has no such unary op",
  );
  assert(opNames("binary").includes("add"));
});
