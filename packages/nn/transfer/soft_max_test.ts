import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SoftMax } from "./soft_max.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SoftMax", { make: () => new SoftMax(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("SoftMax of rows", { make: () => new SoftMax(), size: [6, 5], large: [600, 101] });

Deno.test("SoftMax is at ease with large scores", () => {
  assertClose(new SoftMax().forward(tensor([1000, 1000, -1000])), [0.5, 0.5, 0]);
});

Deno.test("SoftMax names the sizes that it takes", () => {
  assertThrows(
    () => new SoftMax().forward(zeros([1, 2, 3, 4, 5])),
    TypeError,
    "Cannot run SoftMax.forward: input must have 1 to 4 dimensions but is [1, 2, 3, 4, 5]",
  );
  assertEquals(String(new SoftMax()), "nn.SoftMax");
  const layer = new SoftMax(), x = numbers([2, 3], "float32");
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([2, 2])),
    TypeError,
    "Cannot run SoftMax.backward: gradOutput must be [2, 3] but is [2, 2]",
  );
});
