import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { SpatialReflectionPadding } from "./spatial_reflection_padding.ts";
import { SpatialReplicationPadding } from "./spatial_replication_padding.ts";
import { SpatialZeroPadding } from "./spatial_zero_padding.ts";
import { VolumetricReplicationPadding } from "./volumetric_replication_padding.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialZeroPadding", {
  make: () => new SpatialZeroPadding(1, 2, 0, 3),
  size: [3, 2, 3, 4],
  large: [16, 8, 40, 41],
});
testLayer("SpatialZeroPadding that crops", {
  make: () => new SpatialZeroPadding(-1, 2, 1, -2),
  size: [3, 2, 4, 3],
  large: [16, 8, 40, 41],
});
testLayer("SpatialReflectionPadding", {
  make: () => new SpatialReflectionPadding(3, 1, 0, 2),
  size: [3, 2, 3, 4],
  large: [16, 8, 40, 41],
});
testLayer("SpatialReplicationPadding", {
  make: () => new SpatialReplicationPadding(1, 5, -1, 2),
  size: [3, 2, 3, 4],
  large: [16, 8, 40, 41],
});
testLayer("VolumetricReplicationPadding", {
  make: () => new VolumetricReplicationPadding(1, 0, 2, -1, 3, 1),
  size: [2, 2, 2, 3, 2],
  large: [4, 4, 10, 40, 41],
});

Deno.test("SpatialZeroPadding gives zeros where it crops all that there is", () => {
  const layer = new SpatialZeroPadding(-3, 3, 0, 0), x = tensor([[[1, 2]]]);
  assertEquals(layer.forward(x).toArray(), [[[0, 0]]]);
  assertEquals(layer.backward(x, tensor([[[3, 4]]])).toArray(), [[[0, 0]]]);
});

Deno.test("SpatialZeroPadding leaves NaN and infinity alone", () => {
  assertEquals(new SpatialZeroPadding(1, 0, 0, 0).forward(tensor([[[NaN, Infinity]]])).toArray(), [[[
    0,
    NaN,
    Infinity,
  ]]]);
});

Deno.test("padding by nothing copies", () => {
  const x = numbers([2, 3, 4], "float32");
  for (const layer of [new SpatialZeroPadding(0), new SpatialReflectionPadding(0), new SpatialReplicationPadding(0)]) {
    assertEquals(layer.forward(x).toArray(), x.toArray());
    assertEquals(layer.backward(x, x).toArray(), x.toArray());
  }
});

Deno.test("padding takes the left one for those that are not given", () => {
  const x = zeros([1, 3, 4]);
  assertEquals(new SpatialZeroPadding(2).forward(x).size(), [1, 7, 8]);
  assertEquals(new SpatialReflectionPadding(2, 1).forward(x).size(), [1, 7, 7]);
  assertEquals(new VolumetricReplicationPadding(1, 0).forward(zeros([1, 2, 3, 4])).size(), [1, 4, 5, 5]);
});

Deno.test("padding takes an empty batch", () => {
  const layer = new SpatialReflectionPadding(1), x = zeros([0, 2, 3, 4]);
  assertEquals(layer.forward(x).size(), [0, 2, 5, 6]);
  assertEquals(layer.backward(x, zeros([0, 2, 5, 6])).size(), [0, 2, 3, 4]);
});

Deno.test("padding names the sizes that it takes", () => {
  assertThrows(
    () => new SpatialReflectionPadding(3, 0, 1, 2).forward(zeros([1, 3, 3])),
    TypeError,
    "Cannot run SpatialReflectionPadding.forward: input must be [planes, height >= 3, width >= 4] but is [1, 3, 3]",
  );
  assertThrows(
    () => new SpatialZeroPadding(-2, -1, 0, 0).forward(zeros([1, 3, 3])),
    TypeError,
    "Cannot run SpatialZeroPadding.forward: input must be [planes, height >= 1, width >= 4] but is [1, 3, 3]",
  );
});

Deno.test("padding checks its arguments", () => {
  assertThrows(() => new SpatialZeroPadding(0.5), RangeError, "Cannot run SpatialZeroPadding: left must be");
  assertThrows(() => new SpatialReplicationPadding(1, NaN), RangeError, "right must be");
});

Deno.test("padding is shown as Torch7 does", () => {
  assertEquals(String(new SpatialReflectionPadding(1, 2, 3, 4)), "nn.SpatialReflectionPadding(l=1,r=2,t=3,b=4)");
  assertEquals(
    String(new VolumetricReplicationPadding(1, 2, 3, 4, 5, 6)),
    "nn.VolumetricReplicationPadding(left=1, right=2, top=3, bottom=4, front=5, back=6)",
  );
});
