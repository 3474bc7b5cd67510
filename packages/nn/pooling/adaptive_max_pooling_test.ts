import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { SpatialAdaptiveMaxPooling } from "./spatial_adaptive_max_pooling.ts";
import { VolumetricAdaptiveMaxPooling } from "./volumetric_adaptive_max_pooling.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialAdaptiveMaxPooling", {
  make: () => new SpatialAdaptiveMaxPooling(3, 4),
  size: [3, 2, 7, 8],
  large: [16, 8, 40, 41],
});
testLayer("VolumetricAdaptiveMaxPooling", {
  make: () => new VolumetricAdaptiveMaxPooling(2, 3, 4),
  size: [2, 2, 5, 5, 4],
  large: [4, 4, 10, 40, 41],
});

Deno.test("SpatialAdaptiveMaxPooling takes the first of equals and says where it lies", () => {
  const layer = new SpatialAdaptiveMaxPooling(2, 1), x = tensor([[[1, 5, 5], [5, 0, 5]]]);
  assertEquals(layer.forward(x).toArray(), [[[5, 5]]]);
  assertEquals(layer.indices.toArray(), [[[1, 1]]]);
  assertEquals(layer.backward(x, tensor([[[1, 2]]])).toArray(), [[[0, 3, 0], [0, 0, 0]]]);
});

Deno.test("VolumetricAdaptiveMaxPooling says where the largest lie in their volumes", () => {
  const layer = new VolumetricAdaptiveMaxPooling(1, 1, 1), x = numbers([2, 3, 4, 5], "float32");
  const values = layer.forward(x).view(2).toArray() as number[], at = layer.indices.view(2).toArray() as number[];
  assertEquals(at.map((i, p) => x.select(0, p).contiguous().view(60).get(i)), values);
});

Deno.test("SpatialAdaptiveMaxPooling takes a number rather than NaN", () => {
  const layer = new SpatialAdaptiveMaxPooling(2, 1), x = tensor([[[NaN, 2, 1, NaN]]]);
  assertEquals(layer.forward(x).toArray(), [[[2, 1]]]);
  assertEquals(layer.backward(x, tensor([[[3, 4]]])).toArray(), [[[0, 3, 4, 0]]]);
});

Deno.test("SpatialAdaptiveMaxPooling follows changing sizes", () => {
  const layer = new SpatialAdaptiveMaxPooling(2, 2);
  for (const size of [[2, 4, 4], [5, 2, 4, 4], [2, 3, 3, 7], [1, 1, 1], [0, 2, 4, 4]]) {
    const x = numbers(size, "float32"), y = layer.forward(x), out = [...size.slice(0, -2), 2, 2];
    assertEquals([y.size(), layer.indices.size()], [out, out]);
    assertEquals(layer.backward(x, zeros(out)).toArray(), zeros(size).toArray());
  }
});

Deno.test("adaptive max pooling checks its arguments", () => {
  assertThrows(
    () => new SpatialAdaptiveMaxPooling(0, 1),
    RangeError,
    "Cannot run SpatialAdaptiveMaxPooling: W must be from 1 to 2147483647 but is 0",
  );
  assertThrows(() => new VolumetricAdaptiveMaxPooling(0.5, 1, 1), RangeError, "T must be");
});
