import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, rand, tensor } from "@taimatsu/tensor";
import { Linear, utils } from "./mod.ts";

Deno.test("utils.recursiveType() converts what is of another dtype", () => {
  const a = ones([2]), b = ones([1], { dtype: "float64" });
  const [x, [y]] = utils.recursiveType([a, [b]] as const, "float64");
  assertEquals([x.dtype, y.dtype], ["float64", "float64"]);
  assert(y === b && x !== a);
});

Deno.test("utils.recursiveResizeAs() keeps the tensors it has", () => {
  const a = ones([2]), like = [ones([3, 4])];
  const resized = utils.recursiveResizeAs([a], like);
  assert(resized[0] === a);
  assertEquals(a.size(), [3, 4]);
  assertEquals(utils.recursiveResizeAs(null, like)[0]!.size(), [3, 4]);
});

Deno.test("utils.recursiveFill(), recursiveAdd() and recursiveCopy() reach all tensors", () => {
  const x = [ones([2]), [ones([1])]] as const;
  utils.recursiveFill(x, 3);
  utils.recursiveAdd(x, 2, [ones([2]), [ones([1])]]);
  assertEquals([x[0].toArray(), x[1][0].toArray()], [[5, 5], [5]]);
  const copy = utils.recursiveCopy(null, x), again = utils.recursiveCopy(copy, [tensor([1, 2, 3]), [ones([1])]]);
  assert(again[0] === copy[0]);
  assertEquals(again[0]!.size(), [3]);
  assertThrows(
    () => utils.recursiveAdd(x, 1, [ones([2])]),
    TypeError,
    "Cannot run recursiveAdd: both must hold as many tensors but hold 2 and 1",
  );
});

Deno.test("utils.addSingletonDimension() and contiguousView() show other sizes", () => {
  assertEquals(utils.addSingletonDimension(rand([2, 3])).size(), [1, 2, 3]);
  assertEquals(utils.addSingletonDimension(rand([2, 3]), 2).size(), [2, 3, 1]);
  assertThrows(() => utils.addSingletonDimension(rand([2]), 2), RangeError, "dim must be");
  const x = rand([2, 3]);
  assertEquals(utils.contiguousView(x.t(), 6).toArray(), x.t().contiguous().view(6).toArray());
});

Deno.test("utils.clear() empties the fields it is told", () => {
  const layer = new Linear(2, 2);
  layer.forward(rand([2]));
  utils.clear(layer, "output", "gradInput", "nothing");
  assertEquals(layer.output.nElement(), 0);
  assertEquals(layer.weight.nElement(), 4);
});
