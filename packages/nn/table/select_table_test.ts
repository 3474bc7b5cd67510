import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { SelectTable } from "./select_table.ts";

testLayer("SelectTable", { make: () => new SelectTable(-2), size: [[4, 3], [4, 2], [4, 5]], anyDtype: true });
testLayer("SelectTable of a list", {
  make: () => new SelectTable<readonly (Tensor | readonly Tensor[])[], readonly Tensor[]>(1),
  size: [[4, 3], [[4, 2], [4, 5]]],
  anyDtype: true,
});

Deno.test("SelectTable returns the entry itself, and zeros like the others", () => {
  const layer = new SelectTable(-1), input = [tensor([1, 2], { dtype: "int64" }), tensor([3])], g = tensor([5]);
  assert(layer.forward(input) === input[1]);
  const gradInput = layer.backward(input, g);
  assertEquals([gradInput[0]!.toArray(), gradInput[0]!.dtype], [[0, 0], "int64"]);
  assert(gradInput[1] === g);
  const longer = [...input, tensor([4, 5, 6])];
  layer.forward(longer);
  layer.backward(longer, tensor([7, 8, 9]));
  assertEquals([g.toArray(), gradInput[1]!.toArray()], [[5], [0]]);
});

Deno.test("SelectTable refuses what does not fit", () => {
  const layer = new SelectTable(2), x = zeros([2]);
  assertThrows(
    () => layer.forward([x, x]),
    RangeError,
    "Cannot run SelectTable.forward: index must be from -2 to 1 but is 2",
  );
  assertThrows(() => new SelectTable("a" as unknown as number), TypeError, 'index must be a number but is "a"');
  layer.forward([x, x, x]);
  assertThrows(() => layer.backward([x, x, x], zeros([3])), TypeError, "gradOutput must be [2] but is [3]");
  assertEquals(String(new SelectTable(-1)), "nn.SelectTable(-1)");
});
