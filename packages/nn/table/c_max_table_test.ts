import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { CMaxTable } from "./c_max_table.ts";

testLayer("CMaxTable", {
  make: () => new CMaxTable(),
  size: [[4, 3], [4, 3], [4, 3]],
  large: [[300, 200], [300, 200]],
});
testLayer("CMaxTable of one tensor", { make: () => new CMaxTable(), size: [[4, 3]] });

Deno.test("CMaxTable gives the gradient to the first of equal elements", () => {
  const layer = new CMaxTable(), input = [tensor([1, 2]), tensor([3, 2]), tensor([3, 2])];
  layer.forward(input);
  assertEquals(layer.backward(input, tensor([1, 10])).map((g) => g.toArray()), [[0, 10], [1, 0], [0, 0]]);
});

Deno.test("CMaxTable passes NaN on, and no gradient where it is", () => {
  const layer = new CMaxTable(), input = [tensor([1, NaN]), tensor([3, 2])];
  assertEquals(layer.forward(input).toArray(), [3, NaN]);
  assertEquals(layer.backward(input, tensor([1, Infinity])).map((g) => g.get(1)), [0, 0]);
});

Deno.test("CMaxTable needs its output no more on the way back", () => {
  const layer = new CMaxTable(), input = [numbers([5], "float32"), numbers([5], "float32", 5)];
  layer.forward(input);
  const g = numbers([5], "float32", 7), gradients = layer.backward(input, g).map((t) => t.clone());
  layer.forward(input).fill(0);
  layer.backward(input, g).forEach((t, i) => assertEquals(t.toArray(), gradients[i]!.toArray()));
});
