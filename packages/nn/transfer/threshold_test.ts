import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { Threshold } from "./threshold.ts";
import { testLayer } from "../testing.ts";

testLayer("Threshold", { make: () => new Threshold(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("Threshold with a value", { make: () => new Threshold(0.3, -7), size: [6, 5], large: [600, 101] });

Deno.test("Threshold passes what exceeds it", () => {
  const layer = new Threshold(1, 5), x = tensor([0, 1, 2]);
  assertEquals(layer.forward(x).toArray(), [5, 5, 2]);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [0, 0, 1]);
  assertEquals([new Threshold().threshold, new Threshold().val], [1e-6, 0]);
  assertEquals(String(layer), "nn.Threshold");
});

Deno.test("Threshold in place needs a value that does not exceed it", () => {
  assertThrows(
    () => new Threshold(1, 5, true),
    RangeError,
    "Cannot run Threshold: val must be at most the threshold of 1 in place but is 5",
  );
  assertThrows(() => new Threshold(NaN), RangeError, "Cannot run Threshold: threshold must be finite but is NaN");
  assertThrows(() => new Threshold(0, Infinity), RangeError, "Cannot run Threshold: val must be finite");
});
