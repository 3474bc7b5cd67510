import { assertEquals, assertThrows } from "@std/assert";
import { ones, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialAdaptiveAveragePooling } from "./spatial_adaptive_average_pooling.ts";
import { VolumetricAdaptiveAveragePooling } from "./volumetric_adaptive_average_pooling.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialAdaptiveAveragePooling", {
  make: () => new SpatialAdaptiveAveragePooling(3, 4),
  size: [3, 2, 7, 8],
  large: [16, 8, 40, 41],
});
testLayer("SpatialAdaptiveAveragePooling to more", {
  make: () => new SpatialAdaptiveAveragePooling(7, 5),
  size: [2, 2, 3, 7],
  large: [64, 64, 3, 4],
});
testLayer("VolumetricAdaptiveAveragePooling", {
  make: () => new VolumetricAdaptiveAveragePooling(2, 3, 4),
  size: [2, 2, 5, 5, 4],
  large: [4, 4, 10, 40, 41],
});

Deno.test("SpatialAdaptiveAveragePooling copies an input that has the size already", () => {
  const layer = new SpatialAdaptiveAveragePooling(3, 2), x = numbers([2, 2, 3], "float32");
  assertEquals(layer.forward(x).toArray(), x.toArray());
  assertEquals(layer.backward(x, x).toArray(), x.toArray());
});

Deno.test("SpatialAdaptiveAveragePooling follows changing sizes", () => {
  const layer = new SpatialAdaptiveAveragePooling(2, 2);
  for (const size of [[2, 4, 4], [5, 2, 4, 4], [2, 3, 3, 7], [1, 1, 1], [0, 2, 4, 4]]) {
    const x = ones(size), y = layer.forward(x), expected = [...size.slice(0, -2), 2, 2];
    assertEquals(y.size(), expected);
    assertClose(y.clone(), ones(expected));
    assertEquals(layer.backward(x, ones(expected)).size(), size);
  }
});

Deno.test("adaptive average pooling checks its arguments", () => {
  assertThrows(
    () => new VolumetricAdaptiveAveragePooling(2, 1, 0),
    RangeError,
    "Cannot run VolumetricAdaptiveAveragePooling: H must be from 1 to 2147483647 but is 0",
  );
  assertThrows(
    () => new SpatialAdaptiveAveragePooling(1, 1).forward(zeros([4, 4])),
    TypeError,
    "Cannot run SpatialAdaptiveAveragePooling.forward: input must be [planes, height >= 1, width >= 1] or " +
      "[batch, planes, height >= 1, width >= 1] but is [4, 4]",
  );
});
