import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { LogSoftMax } from "./log_soft_max.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("LogSoftMax", { make: () => new LogSoftMax(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("LogSoftMax of rows", { make: () => new LogSoftMax(), size: [6, 5], large: [600, 101] });

Deno.test("LogSoftMax is at ease with large scores", () => {
  assertClose(new LogSoftMax().forward(tensor([1000, 1000, 0])), [-Math.LN2, -Math.LN2, -1000 - Math.LN2]);
});

Deno.test("LogSoftMax names the sizes that it takes", () => {
  assertThrows(
    () => new LogSoftMax().forward(zeros([])),
    TypeError,
    "Cannot run LogSoftMax.forward: input must have 1 to 4 dimensions but is []",
  );
  assertEquals(String(new LogSoftMax()), "nn.LogSoftMax");
  const layer = new LogSoftMax(), x = numbers([2, 3], "float32");
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([3])),
    TypeError,
    "Cannot run LogSoftMax.backward: gradOutput must be [2, 3] but is [3]",
  );
});
