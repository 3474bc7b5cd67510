import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import { SpatialAveragePooling } from "./spatial_average_pooling.ts";
import { SpatialMaxPooling } from "./spatial_max_pooling.ts";
import { SpatialMaxUnpooling } from "./spatial_max_unpooling.ts";
import { VolumetricMaxPooling } from "./volumetric_max_pooling.ts";
import { VolumetricMaxUnpooling } from "./volumetric_max_unpooling.ts";
import { numbers, testLayer } from "../testing.ts";

function images(): Sequential {
  const pooling = new SpatialMaxPooling(3, 2, 3, 2, 1, 0).ceil();
  return new Sequential().add(pooling).add(new SpatialMaxUnpooling(pooling));
}

function volumes(): Sequential {
  const pooling = new VolumetricMaxPooling(2, 3, 2, 2, 3, 2, 1, 1, 0);
  return new Sequential().add(pooling).add(new VolumetricMaxUnpooling(pooling));
}

testLayer("SpatialMaxUnpooling behind its pooling", { make: images, size: [3, 2, 7, 8], large: [16, 8, 40, 41] });
testLayer("VolumetricMaxUnpooling behind its pooling", {
  make: volumes,
  size: [2, 2, 3, 4, 5],
  large: [4, 4, 9, 40, 41],
});

Deno.test("SpatialMaxUnpooling puts elements where they came from, and takes gradients from there", () => {
  const pooling = new SpatialMaxPooling(2, 2), layer = new SpatialMaxUnpooling(pooling);
  pooling.forward(tensor([[[1, 2, 0, 0, 9], [4, 3, 0, 1, 9], [9, 9, 9, 9, 9]]]));
  const x = tensor([[[7, 8]]]);
  assertEquals(layer.forward(x).toArray(), [[[0, 0, 0, 0, 0], [7, 0, 0, 8, 0], [0, 0, 0, 0, 0]]]);
  assertEquals(layer.backward(x, zeros([1, 3, 5]).fill(3)).toArray(), [[[3, 3]]]);
});

Deno.test("SpatialMaxUnpooling follows its pooling to other sizes, and takes strided input and an empty batch", () => {
  const pooling = new SpatialMaxPooling(2, 2), layer = new SpatialMaxUnpooling(pooling);
  for (const size of [[2, 3, 4, 6], [3, 5, 5], [0, 2, 4, 4]]) {
    const x = numbers(size, "float32"), y = pooling.forward(x).clone();
    const expected = layer.forward(y).clone();
    assertEquals(expected.size(), size);
    assertEquals(layer.forward(y.transpose(0, 1).contiguous().transpose(0, 1)).toArray(), expected.toArray());
    assertEquals(layer.backward(y, expected).toArray(), y.toArray());
  }
});

Deno.test("SpatialMaxUnpooling asks for the output of its pooling", () => {
  const pooling = new SpatialMaxPooling(2, 2), layer = new SpatialMaxUnpooling(pooling);
  assertThrows(
    () => layer.forward(zeros([1, 2, 2])),
    TypeError,
    "Cannot run SpatialMaxUnpooling.forward: the pooling must have run forward before: nn.SpatialMaxPooling(2x2, 2,2)",
  );
  pooling.forward(zeros([1, 4, 4]));
  assertThrows(
    () => layer.forward(zeros([1, 2, 3])),
    TypeError,
    "Cannot run SpatialMaxUnpooling.forward: input must be [1, 2, 2] but is [1, 2, 3]",
  );
  layer.forward(zeros([1, 2, 2]));
  assertThrows(() => layer.backward(zeros([1, 2, 2]), zeros([1, 4, 5])), TypeError, "gradOutput must be [1, 4, 4]");
});

Deno.test("SpatialMaxUnpooling and VolumetricMaxUnpooling take poolings whose windows do not overlap", () => {
  const other = new SpatialAveragePooling(2, 2) as unknown as SpatialMaxPooling;
  assertThrows(
    () => new SpatialMaxUnpooling(other),
    TypeError,
    "Cannot run SpatialMaxUnpooling: pooling must be a SpatialMaxPooling but is SpatialAveragePooling",
  );
  assertThrows(
    () => new SpatialMaxUnpooling(new SpatialMaxPooling(3, 3, 2, 2)),
    TypeError,
    "the steps of pooling must be the sizes of its window, without dilation, but it is nn.SpatialMaxPooling(3x3, 2,2)",
  );
  assertThrows(
    () => new VolumetricMaxUnpooling(new VolumetricMaxPooling(2, 2, 2, 1)),
    TypeError,
    "the steps of pooling",
  );
  const flat = new SpatialMaxPooling(2, 2) as unknown as VolumetricMaxPooling;
  assertThrows(() => new VolumetricMaxUnpooling(flat), TypeError, "pooling must be a VolumetricMaxPooling");
});

Deno.test("SpatialMaxUnpooling.toString() is Torch7's text", () => {
  assertEquals(
    String(new SpatialMaxUnpooling(new SpatialMaxPooling(2, 2))),
    "nn.SpatialMaxUnpooling associated to nn.SpatialMaxPooling(2x2, 2,2)",
  );
});
