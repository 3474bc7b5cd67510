import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { CMinTable } from "./c_min_table.ts";

testLayer("CMinTable", {
  make: () => new CMinTable(),
  size: [[4, 3], [4, 3], [4, 3]],
  large: [[300, 200], [300, 200]],
});
testLayer("CMinTable of one tensor", { make: () => new CMinTable(), size: [[4, 3]] });

Deno.test("CMinTable gives the gradient to the first of equal elements", () => {
  const layer = new CMinTable(), input = [tensor([1, 2]), tensor([3, 2]), tensor([3, 2])];
  layer.forward(input);
  assertEquals(layer.backward(input, tensor([1, 10])).map((g) => g.toArray()), [[1, 10], [0, 0], [0, 0]]);
});

Deno.test("CMinTable passes NaN on, and no gradient where it is", () => {
  const layer = new CMinTable(), input = [tensor([1, NaN]), tensor([3, 2])];
  assertEquals(layer.forward(input).toArray(), [1, NaN]);
  assertEquals(layer.backward(input, tensor([1, Infinity])).map((g) => g.get(1)), [0, 0]);
});

Deno.test("CMinTable needs its output no more on the way back", () => {
  const layer = new CMinTable(), input = [numbers([5], "float32"), numbers([5], "float32", 5)];
  layer.forward(input);
  const g = numbers([5], "float32", 7), gradients = layer.backward(input, g).map((t) => t.clone());
  layer.forward(input).fill(0);
  layer.backward(input, g).forEach((t, i) => assertEquals(t.toArray(), gradients[i]!.toArray()));
});
