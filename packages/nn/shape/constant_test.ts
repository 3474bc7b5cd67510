import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Constant } from "./constant.ts";

testLayer("Constant", { make: () => new Constant(tensor([[1, 2], [3, 4]]), 1), size: [4, 3], anyDtype: true });

Deno.test("Constant repeats its value for a batch alone", () => {
  const value = tensor([1, 2]), layer = new Constant(value, 2);
  value.fill(0);
  assertEquals(layer.forward(zeros([3, 4])).toArray(), [1, 2]);
  assertEquals(layer.forward(zeros([2, 3, 4])).toArray(), [[1, 2], [1, 2]]);
  assertEquals(new Constant(7).forward(zeros([2, 3])).toArray(), [7]);
  assertEquals(new Constant(7, 0).forward(zeros([3])).toArray(), [[7], [7], [7]]);
  assertEquals(layer.parameters(), [[], []]);
});

Deno.test("Constant has the dtype of its value, takes input of any, and can be converted", () => {
  const layer = new Constant(tensor([1], { dtype: "float64" })), x = zeros([3], { dtype: "int32" });
  assertEquals(layer.forward(x).dtype, "float64");
  assertEquals(layer.backward(x, zeros([1], { dtype: "float64" })).dtype, "int32");
  assertEquals(layer.float().forward(x).dtype, "float32");
});

Deno.test("Constant refuses what is no value", () => {
  assertThrows(
    () => new Constant("1" as unknown as Tensor),
    TypeError,
    'Cannot run Constant: value must be a number or a tensor but is "1"',
  );
  const layer = new Constant(1), x = zeros([3]);
  layer.forward(x);
  assertThrows(() => layer.backward(x, zeros([2])), TypeError, "gradOutput must be [1] but is [2]");
});
