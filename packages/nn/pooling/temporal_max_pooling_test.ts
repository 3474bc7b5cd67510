import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { TemporalMaxPooling } from "./temporal_max_pooling.ts";
import { testLayer } from "../testing.ts";

testLayer("TemporalMaxPooling", { make: () => new TemporalMaxPooling(3, 2), size: [3, 8, 4], large: [16, 100, 200] });
testLayer("TemporalMaxPooling of one feature", { make: () => new TemporalMaxPooling(2), size: [2, 7, 1] });

Deno.test("TemporalMaxPooling takes the first of equals", () => {
  const layer = new TemporalMaxPooling(2), x = tensor([[1, 2], [1, 3]]);
  assertEquals(layer.forward(x).toArray(), [[1, 3]]);
  assertEquals(layer.indices.toArray(), [[0, 3]]);
  assertEquals(layer.backward(x, tensor([[5, 7]])).toArray(), [[5, 0], [0, 7]]);
});

Deno.test("TemporalMaxPooling takes an empty batch, and no features", () => {
  const layer = new TemporalMaxPooling(2), x = zeros([0, 4, 3]);
  assertEquals(layer.forward(x).size(), [0, 2, 3]);
  assertEquals(layer.backward(x, zeros([0, 2, 3])).size(), [0, 4, 3]);
  assertEquals(layer.forward(zeros([4, 0])).size(), [2, 0]);
});

Deno.test("TemporalMaxPooling names the sizes that it takes", () => {
  assertThrows(
    () => new TemporalMaxPooling(4).forward(zeros([3, 2])),
    TypeError,
    "Cannot run TemporalMaxPooling.forward: input must be [frames >= 4, features] but is [3, 2]",
  );
  assertThrows(
    () => new TemporalMaxPooling(1).forward(zeros([3])),
    TypeError,
    "input must be [frames >= 1, features] or [batch, frames >= 1, features] but is [3]",
  );
});

Deno.test("TemporalMaxPooling checks its arguments", () => {
  assertEquals(new TemporalMaxPooling(3).dW, 3);
  assertThrows(
    () => new TemporalMaxPooling(0),
    RangeError,
    "Cannot run TemporalMaxPooling: kW must be from 1 to 2147483647 but is 0",
  );
  assertThrows(() => new TemporalMaxPooling(2, 0.5), RangeError, "dW must be");
});
