import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Mean } from "./mean.ts";

testLayer("Mean", { make: () => new Mean(), size: [4, 5], samples: false, large: [300, 700] });
testLayer("Mean of samples", { make: () => new Mean(1, 3), size: [4, 3, 5, 2], large: [30, 20, 7, 10] });

Deno.test("Mean divides by the number of elements along the dimension", () => {
  const layer = new Mean(1), x = tensor([[1, 2, 6]]);
  assertEquals(layer.forward(x).toArray(), [3]);
  assertEquals(layer.backward(x, tensor([6])).toArray(), [[2, 2, 2]]);
  assertEquals([layer.sizeAverage, String(layer)], [true, "nn.Mean"]);
});

Deno.test("Mean names the sizes that it takes", () => {
  assertThrows(
    () => new Mean(1).forward(zeros([3])),
    TypeError,
    "Cannot run Mean.forward: input must have at least 2 dimensions but is [3]",
  );
});
