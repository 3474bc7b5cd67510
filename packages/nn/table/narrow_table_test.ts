import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { NarrowTable } from "./narrow_table.ts";

testLayer("NarrowTable", { make: () => new NarrowTable(1, 2), size: [[4, 3], [4, 2], [4, 5]], anyDtype: true });
testLayer("NarrowTable of the last", { make: () => new NarrowTable(-1), size: [[4, 3], [4, 2]], anyDtype: true });

Deno.test("NarrowTable returns the entries themselves, and follows lists of other lengths", () => {
  const layer = new NarrowTable(-2, 2), g = [tensor([7]), tensor([8])];
  for (const n of [3, 2, 4]) {
    const input = Array.from({ length: n }, (_, i) => tensor([i])), y = layer.forward(input);
    assert(y[0] === input[n - 2] && y[1] === input[n - 1]);
    assertEquals(layer.backward(input, g).map((t) => t.item()), [...new Array(n - 2).fill(0), 7, 8]);
  }
  assertEquals(g.map((t) => t.item()), [7, 8]);
});

Deno.test("NarrowTable refuses what does not fit", () => {
  const layer = new NarrowTable(1, 2), x = zeros([2]);
  assertThrows(
    () => layer.forward([x, x]),
    TypeError,
    "Cannot run NarrowTable.forward: input must be a list of at least 3 but is a list of 2",
  );
  assertThrows(() => new NarrowTable(0, 0), RangeError, "Cannot run NarrowTable: length must be at least 1 but is 0");
  assertThrows(() => new NarrowTable(3).forward([x]), RangeError, "offset must be from -1 to 0 but is 3");
  layer.forward([x, x, x]);
  assertThrows(() => layer.backward([x, x, x], [x]), TypeError, "gradOutput must be a list of 2 but is a list of 1");
  assertThrows(() => layer.backward([x, x, x], [x, zeros([3])]), TypeError, "gradOutput[1] must be [2] but is [3]");
});
