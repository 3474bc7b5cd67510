import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { FlattenTable } from "./flatten_table.ts";

testLayer("FlattenTable", {
  make: () => new FlattenTable(),
  size: [[4, 3], [[4, 2], [[4, 5], [4, 1]]], [4, 2]],
  anyDtype: true,
});

Deno.test("FlattenTable returns the tensors themselves, and nests the gradients like the input", () => {
  const layer = new FlattenTable(), x = [tensor([1]), tensor([2]), tensor([3], { dtype: "int64" })];
  const nestings = [[x[0]!, [x[1]!, [x[2]!]]], [[x[0]!, x[1]!], x[2]!], [...x]];
  for (const input of nestings) {
    assert(layer.forward(input).every((y, i) => y === x[i]));
    assertEquals(JSON.stringify(layer.backward(input, x)), JSON.stringify(input));
  }
});

Deno.test("FlattenTable refuses what does not fit", () => {
  const layer = new FlattenTable(), x = zeros([2]), input = [x, [x]];
  layer.forward(input);
  assertThrows(() => layer.backward(input, [x]), TypeError, "gradOutput must be a list of 2 but is a list of 1");
  assertThrows(() => layer.backward(input, [x, zeros([3])]), TypeError, "gradOutput[1] must be [2] but is [3]");
});
