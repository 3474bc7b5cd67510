import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { Tanh } from "./tanh.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("Tanh", { make: () => new Tanh(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("Tanh of rows", { make: () => new Tanh(), size: [6, 5], large: [600, 101] });

Deno.test("Tanh reaches its limits", () => {
  assertEquals(new Tanh().forward(tensor([-Infinity, 100, Infinity, NaN])).toArray(), [-1, 1, 1, NaN]);
});

Deno.test("Tanh.backward() refuses other sizes than those of the last forward", () => {
  const layer = new Tanh(), x = numbers([2, 3], "float32");
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([3, 2])),
    TypeError,
    "Cannot run Tanh.backward: gradOutput must be [2, 3] but is [3, 2]",
  );
  assertThrows(
    () => layer.backward(zeros([6]), zeros([2, 3])),
    TypeError,
    "Cannot run Tanh.backward: input must be [2, 3] but is [6]",
  );
  assertEquals(String(layer), "nn.Tanh");
});
