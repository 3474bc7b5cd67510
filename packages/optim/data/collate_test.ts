import { assert, assertEquals, assertThrows } from "@std/assert";
import { arange, type Tensor, tensor } from "@taimatsu/tensor";
import { collate } from "../mod.ts";

const seen = (x: unknown) => [(x as Tensor).dtype, (x as Tensor).toArray()];

Deno.test("collate() stacks tensors and keeps their dtype", () => {
  const rows = [tensor([1, 2], { dtype: "uint8" }), tensor([3, 4], { dtype: "uint8" })];
  assertEquals(seen(collate(rows)), ["uint8", [[1, 2], [3, 4]]]);
  const columns = arange(6).view(2, 3).t();
  assertEquals(collate([columns, columns]).toArray(), [columns.toArray(), columns.toArray()]);
});

Deno.test("collate() makes vectors of numbers, bigints and booleans", () => {
  assertEquals(seen(collate([3, 0, -1])), ["int64", [3, 0, -1]]);
  assertEquals(seen(collate([3, 0.5])), ["float32", [3, 0.5]]);
  assertEquals(seen(collate([NaN])), ["float32", [NaN]]);
  assertEquals(collate([2n ** 60n]).getBigInt(0), 2n ** 60n);
  assertEquals(seen(collate([true, false])), ["bool", [1, 0]]);
  assertEquals(collate(["a", "b"]), ["a", "b"]);
});

Deno.test("collate() goes into lists and objects", () => {
  const { pair, name } = collate([{ pair: [tensor([1]), 2], name: "x" }, { name: "y", pair: [tensor([3]), 4] }]);
  assertEquals(pair.map(seen), [["float32", [[1], [3]]], ["int64", [2, 4]]]);
  assertEquals(name, ["x", "y"]);
});

Deno.test("collate() makes shared tensors without a second copy", () => {
  const batch = collate([tensor([1, 2]), tensor([3, 4])], { shared: true });
  assert(batch.storage().isShared());
  assertEquals(batch.toArray(), [[1, 2], [3, 4]]);
});

Deno.test("collate() says which sample does not fit", () => {
  const refused = (samples: unknown, text: string) =>
    assertThrows(() => collate(samples as unknown[]), TypeError, `Cannot run collate: ${text}`);
  refused([], "the list of samples must not be empty");
  refused(3, "samples must be a list but is 3");
  refused([tensor([1, 2]), tensor([1])], "samples[1] must be float32 [2] like samples[0] but is float32 [1]");
  refused([tensor([1]), tensor([1]).int()], "samples[1] must be float32 [1] like samples[0] but is int32 [1]");
  refused([1, "a"], 'samples[1] must be a number like samples[0] but is "a"');
  refused([[1, 2], [1]], "samples[1] must be a list of 2 like samples[0] but is [1]");
  refused([{ x: [1] }, { x: [true] }], "samples[1].x[0] must be a number like samples[0].x[0] but is true");
  refused([{ x: 1 }, { y: 1 }], "samples[1] must be an object of x like samples[0] but is an object of y");
  refused(
    [{ x: null }],
    "samples[0].x must be a tensor, a number, a boolean, a text, a list or a plain object but is null",
  );
  refused([new Map()], "samples[0] must be a tensor, a number, a boolean, a text, a list or a plain object but is Map");
});
