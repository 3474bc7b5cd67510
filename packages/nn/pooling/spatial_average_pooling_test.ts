import { assertEquals, assertThrows } from "@std/assert";
import { ones, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialAveragePooling } from "./spatial_average_pooling.ts";
import { testLayer } from "../testing.ts";

testLayer("SpatialAveragePooling", {
  make: () => new SpatialAveragePooling(2, 2, 2, 2),
  size: [3, 2, 7, 6],
  large: [16, 8, 40, 41],
});
testLayer("SpatialAveragePooling 3x2, 2,1, 1,1, rounding up", {
  make: () => new SpatialAveragePooling(3, 2, 2, 1, 1, 1).ceil(),
  size: [2, 3, 7, 6],
  large: [16, 8, 40, 41],
});
testLayer("SpatialAveragePooling that leaves out padding", {
  make: () => new SpatialAveragePooling(3, 3, 2, 2, 1, 1).setCountExcludePad(),
  size: [2, 3, 8, 7],
  large: [16, 8, 40, 41],
});

Deno.test("SpatialAveragePooling counts padding, or not, or does not divide", () => {
  const layer = new SpatialAveragePooling(2, 2, 2, 2, 1, 1), x = ones([1, 2, 2]);
  assertClose(layer.forward(x), [[[0.25, 0.25], [0.25, 0.25]]]);
  assertClose(layer.setCountExcludePad().forward(x), [[[1, 1], [1, 1]]]);
  layer.setCountIncludePad().divide = false;
  assertClose(layer.forward(x), [[[1, 1], [1, 1]]]);
  assertClose(layer.backward(x, ones([1, 2, 2])), [[[1, 1], [1, 1]]]);
});

Deno.test("SpatialAveragePooling names the sizes that it takes", () => {
  assertThrows(
    () => new SpatialAveragePooling(6, 6).forward(zeros([1, 2, 5, 6])),
    TypeError,
    "Cannot run SpatialAveragePooling.forward: input must be [batch, planes, height >= 6, width >= 6] but is [1, 2, 5, 6]",
  );
});

Deno.test("SpatialAveragePooling.toString() is Torch7's text", () => {
  assertEquals(String(new SpatialAveragePooling(3, 2)), "nn.SpatialAveragePooling(3x2, 1,1)");
});
