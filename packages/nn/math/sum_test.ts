import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Sum } from "./sum.ts";

testLayer("Sum", { make: () => new Sum(), size: [4, 5], samples: false, large: [300, 700] });
testLayer("Sum of the last dimension", { make: () => new Sum(-1), size: [4, 3, 5], large: [30, 20, 700] });
testLayer("Sum of samples", { make: () => new Sum(0, 3), size: [4, 3, 5, 2], large: [30, 20, 7, 10] });
testLayer("Sum as mean", { make: () => new Sum(1, undefined, true), size: [4, 5], samples: false });
testLayer("Sum that keeps the dimension", { make: () => new Sum(0, 2, false, false), size: [4, 3, 5] });

Deno.test("Sum with nInputDims takes batches and samples", () => {
  const layer = new Sum(0, 1);
  assertEquals(layer.forward(tensor([[1, 2], [3, 4]])).toArray(), [3, 7]);
  assertEquals(layer.forward(tensor([1, 2])).toArray(), [3]);
  assertEquals(layer.backward(tensor([1, 2]), tensor([5])).toArray(), [5, 5]);
});

Deno.test("Sum without squeeze keeps the dimension with size 1", () => {
  const layer = new Sum(0, -1, true, false), x = tensor([[1, 2], [3, 4]]);
  assertEquals(layer.forward(x).toArray(), [[2, 3]]);
  assertEquals(layer.backward(x, tensor([[2, 4]])).toArray(), [[1, 2], [1, 2]]);
  assertEquals(new Sum(0, 2, false, false).forward(zeros([7, 3, 5])).size(), [7, 1, 5]);
});

Deno.test("Sum of nothing is 0", () => {
  assertEquals(new Sum(0).forward(zeros([0, 2])).toArray(), [0, 0]);
});

Deno.test("Sum names the sizes that it takes", () => {
  const layer = new Sum(1);
  assertThrows(
    () => layer.forward(zeros([3])),
    TypeError,
    "Cannot run Sum.forward: input must have at least 2 dimensions but is [3]",
  );
  layer.forward(zeros([3, 2]));
  assertThrows(
    () => layer.backward(zeros([3, 2]), zeros([2])),
    TypeError,
    "Cannot run Sum.backward: gradOutput must be [3] but is [2]",
  );
  assertThrows(() => new Sum(20), RangeError, "Cannot run Sum: dimension must be from -16 to 15 but is 20");
  assertEquals(String(new Sum()), "nn.Sum");
});
