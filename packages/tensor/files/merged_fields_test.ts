import { assertEquals, assertStrictEquals } from "@std/assert";
import { tensor } from "../create.ts";
import { Storage } from "../storage.ts";
import type { Tensor } from "../tensor.ts";
import { type FieldsToMerge, mergedFields, sameAsBefore } from "./t7/merged_fields.ts";

const x = tensor([1, 2]), RESULTS = ["output"];

function merged(fields: Partial<FieldsToMerge>): Record<string, unknown> {
  return mergedFields({ before: {}, now: {}, scratch: {}, unused: true, results: RESULTS, missing: {}, ...fields });
}

Deno.test("mergedFields() keeps the order of the file and what is unknown in it", () => {
  const fields = merged({ before: { b: 1, mine: "x", a: 2 }, now: { a: 3, b: 1, c: 4 } });
  assertEquals(Object.entries(fields), [["b", 1], ["mine", "x"], ["a", 3], ["c", 4]]);
});

Deno.test("mergedFields() keeps results and buffers of the file until the object is used", () => {
  const before = { output: 7, buffer: x, room: x, name: "x" }, now = { output: 0 }, scratch = { room: tensor([0]) };
  assertEquals(merged({ before, now, scratch }), before);
  const used = merged({ before, now, scratch, unused: false, dtype: "float64" }), buffer = used.buffer as Tensor;
  assertEquals([used.output, used.name, buffer.nElement(), buffer.dtype], [0, "x", 0, "float64"]);
  assertStrictEquals(used.room, scratch.room);
  assertEquals(merged({ now }), {});
  assertEquals(merged({ now, unused: false }), now);
});

Deno.test("mergedFields() adds what a file does not have only where that means something else", () => {
  const now = { train: true, average: false, flag: false };
  assertEquals(merged({ now, missing: { train: true, average: true } }), { average: false });
});

Deno.test("sameAsBefore() returns what the file held where it is the same", () => {
  const longs = Storage.from("int64", [1n, 2n]), list = [1, 2], view = x.narrow(0, 0, 2);
  assertStrictEquals(sameAsBefore(view, x), x);
  assertStrictEquals(sameAsBefore(x.clone(), x) === x, false);
  assertStrictEquals(sameAsBefore(Storage.from("int64", [1n, 2n]), longs), longs);
  assertStrictEquals(sameAsBefore([1, 2], list), list);
  assertStrictEquals(sameAsBefore(Storage.from("float64", [1, 2]), list), list);
  assertStrictEquals(sameAsBefore([1, 2], x), x);
  assertEquals([sameAsBefore([1, 3], list), sameAsBefore(5, list)], [[1, 3], 5]);
  assertEquals((sameAsBefore(Storage.from("float64", [1, 2]), longs) as Storage).dtype, "float64");
});
