import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { TemporalDynamicKMaxPooling } from "./temporal_dynamic_k_max_pooling.ts";
import { testLayer } from "../testing.ts";

testLayer("TemporalDynamicKMaxPooling", {
  make: () => new TemporalDynamicKMaxPooling(3),
  size: [3, 8, 4],
  large: [16, 100, 200],
});
testLayer("TemporalDynamicKMaxPooling with a factor", {
  make: () => new TemporalDynamicKMaxPooling(1, 0.5),
  size: [2, 7, 3],
});

Deno.test("TemporalDynamicKMaxPooling keeps the order of time", () => {
  const layer = new TemporalDynamicKMaxPooling(2), x = tensor([[1, 9], [7, 3], [5, 0], [2, 9]]);
  assertEquals(layer.forward(x).toArray(), [[7, 9], [5, 9]]);
  assertEquals(layer.indices.toArray(), [[1, 0], [2, 3]]);
  assertEquals(layer.backward(x, tensor([[1, 2], [3, 4]])).toArray(), [[0, 2], [1, 0], [3, 0], [0, 4]]);
});

Deno.test("TemporalDynamicKMaxPooling takes more frames of longer sequences", () => {
  const layer = new TemporalDynamicKMaxPooling(2, 0.3);
  for (const [frames, k] of [[2, 2], [6, 2], [7, 3], [20, 6]] as const) {
    assertEquals(layer.forward(zeros([frames, 3])).size(), [k, 3]);
  }
});

Deno.test("TemporalDynamicKMaxPooling takes NaN as largest, and an empty batch", () => {
  const layer = new TemporalDynamicKMaxPooling(1);
  assertEquals(layer.forward(tensor([[1], [NaN], [3]])).toArray(), [[NaN]]);
  assertEquals(layer.forward(zeros([0, 4, 3])).size(), [0, 1, 3]);
  assertEquals(layer.backward(zeros([0, 4, 3]), zeros([0, 1, 3])).size(), [0, 4, 3]);
});

Deno.test("TemporalDynamicKMaxPooling names the sizes that it takes", () => {
  assertThrows(
    () => new TemporalDynamicKMaxPooling(4).forward(zeros([5, 3, 2])),
    TypeError,
    "Cannot run TemporalDynamicKMaxPooling.forward: input must be [batch, frames >= 4, features] but is [5, 3, 2]",
  );
});

Deno.test("TemporalDynamicKMaxPooling checks its arguments", () => {
  assertThrows(
    () => new TemporalDynamicKMaxPooling(0),
    RangeError,
    "Cannot run TemporalDynamicKMaxPooling: minK must be from 1 to 2147483647 but is 0",
  );
  assertThrows(() => new TemporalDynamicKMaxPooling(1, 1.5), RangeError, "factor must be from 0 to 1 but is 1.5");
  assertThrows(() => new TemporalDynamicKMaxPooling(1, NaN), RangeError, "factor must be");
});
