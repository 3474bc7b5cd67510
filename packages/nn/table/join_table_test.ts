import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { JoinTable } from "./join_table.ts";

testLayer("JoinTable", {
  make: () => new JoinTable(-1),
  size: [[4, 3, 2], [4, 3, 1], [4, 3, 3]],
  anyDtype: true,
  large: [[500, 20, 7], [500, 20, 5]],
});
testLayer("JoinTable of samples", { make: () => new JoinTable(0, 2), size: [[4, 3, 2], [4, 1, 2]], anyDtype: true });
testLayer("JoinTable of batches", {
  make: () => new JoinTable(0),
  size: [[4, 3], [2, 3]],
  samples: false,
  anyDtype: true,
});
testLayer("JoinTable of one tensor", { make: () => new JoinTable(-1), size: [[4, 3]], anyDtype: true });

Deno.test("JoinTable joins more tensors than one call of the library takes", () => {
  const layer = new JoinTable(1), input = Array.from({ length: 20 }, (_, i) => zeros([2, 1]).fill(i));
  const row = input.map((_, i) => i);
  assertEquals(layer.forward(input).toArray(), [row, row]);
  assertEquals(layer.backward(input, layer.output.clone()).map((g) => g.toArray()), row.map((i) => [[i], [i]]));
});

Deno.test("JoinTable refuses what does not fit", () => {
  const run = (...sizes: number[][]) => () => new JoinTable(1).forward(sizes.map((size) => zeros(size)));
  assertThrows(
    run([3, 2], [4, 5]),
    TypeError,
    "Cannot run JoinTable.forward: input[1] must be [3, any] but is [4, 5]",
  );
  assertThrows(run([3, 2], [3]), TypeError, "input[1] must be [3, any] but is [3]");
  assertThrows(run([3], [3]), RangeError, "Cannot run JoinTable.forward: dimension must be from -1 to 0 but is 1");
  assertThrows(
    () => new JoinTable(0).forward([zeros([2]), tensor([1], { dtype: "int64" })]),
    TypeError,
    "Cannot run JoinTable.forward: input[1] must be float32 like the first but is int64",
  );
  const layer = new JoinTable(0), x = [zeros([2]), zeros([3])];
  layer.forward(x);
  assertThrows(() => layer.backward(x, zeros([4])), TypeError, "gradOutput must be [5] but is [4]");
});
