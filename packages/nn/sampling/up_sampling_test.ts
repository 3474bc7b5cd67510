import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialUpSamplingBilinear } from "./spatial_up_sampling_bilinear.ts";
import { SpatialUpSamplingNearest } from "./spatial_up_sampling_nearest.ts";
import { UpSampling } from "./up_sampling.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialUpSamplingNearest", {
  make: () => new SpatialUpSamplingNearest(3),
  size: [3, 2, 3, 4],
  large: [16, 8, 20, 21],
});
testLayer("SpatialUpSamplingBilinear", {
  make: () => new SpatialUpSamplingBilinear(2),
  size: [3, 2, 3, 4],
  large: [16, 8, 20, 21],
});
testLayer("SpatialUpSamplingBilinear to a size", {
  make: () => new SpatialUpSamplingBilinear({ owidth: 7, oheight: 2 }),
  size: [2, 2, 5, 4],
});
testLayer("UpSampling of images", { make: () => new UpSampling(2, "bilinear"), size: [3, 2, 3, 4] });
testLayer("UpSampling of volumes", {
  make: () => new UpSampling(2),
  size: [2, 2, 2, 3, 2],
  samples: false,
  large: [4, 4, 5, 20, 21],
});
testLayer("UpSampling of volumes, linear, to a size", {
  make: () => new UpSampling({ odepth: 4, owidth: 3, oheight: 5 }, "trilinear"),
  size: [2, 2, 2, 3, 2],
  samples: false,
  large: [4, 4, 5, 20, 21],
});

Deno.test("SpatialUpSamplingBilinear keeps the corners, and one element everywhere", () => {
  const y = new SpatialUpSamplingBilinear(4).forward(tensor([[[1, 2], [3, 5]]]));
  assertEquals([y.get(0, 0, 0), y.get(0, 0, 7), y.get(0, 7, 0), y.get(0, 7, 7)], [1, 2, 3, 5]);
  assertEquals(new SpatialUpSamplingBilinear(2).forward(tensor([[[3]]])).toArray(), [[[3, 3], [3, 3]]]);
  assertEquals(
    new SpatialUpSamplingBilinear({ owidth: 1, oheight: 1 }).forward(tensor([[[3, 4], [5, 6]]])).toArray(),
    [[[3]]],
  );
});

Deno.test("UpSampling copies where the factor is 1", () => {
  for (const mode of ["nearest", "linear"] as const) {
    const layer = new UpSampling(1, mode), x = numbers([2, 3, 4], "float32");
    assertEquals(layer.forward(x.transpose(1, 2)).toArray(), x.transpose(1, 2).toArray());
    assertEquals(layer.backward(x.transpose(1, 2), x.transpose(1, 2)).toArray(), x.transpose(1, 2).toArray());
  }
});

Deno.test("UpSampling follows changing sizes and takes an empty batch", () => {
  const layer = new UpSampling(2);
  for (const size of [[1, 2, 3], [4, 1, 2, 3], [2, 1, 2, 3], [2, 1, 3, 2, 3], [0, 1, 2, 3]]) {
    const x = numbers(size, "float32"), y = layer.forward(x).clone(), to = y.size();
    assertEquals(y.nElement(), x.nElement() * 2 ** (size.length === 5 ? 3 : 2));
    assertClose(layer.backward(x, y.fill(1)), zeros(size).fill(size.length === 5 ? 8 : 4));
    assertEquals(layer.backward(x, zeros(to)).size(), size);
  }
});

Deno.test("UpSampling names the sizes that it takes", () => {
  assertThrows(
    () => new UpSampling(2).forward(zeros([4, 4])),
    TypeError,
    "Cannot run UpSampling.forward: input must be [planes, height >= 1, width >= 1] or " +
      "[batch, planes, height >= 1, width >= 1] or [batch, planes, time >= 1, height >= 1, width >= 1] but is [4, 4]",
  );
  assertThrows(
    () => new UpSampling({ owidth: 4, oheight: 4 }, "linear").forward(zeros([1, 1, 2, 2, 2])),
    TypeError,
    "Cannot run UpSampling.forward: input must be images where odepth is not given",
  );
  const layer = new SpatialUpSamplingNearest(2), x = zeros([1, 2, 3]);
  layer.forward(x);
  assertThrows(() => layer.backward(x, zeros([1, 4, 5])), TypeError, "gradOutput must be [1, 4, 6] but is [1, 4, 5]");
  assertThrows(() => layer.backward(zeros([1, 3, 2]), zeros([1, 4, 6])), TypeError, "input must be that of the last");
});

Deno.test("up-sampling checks its arguments", () => {
  assertThrows(
    () => new SpatialUpSamplingNearest(0),
    RangeError,
    "Cannot run SpatialUpSamplingNearest: scale must be from 1 to 2147483647 but is 0",
  );
  assertThrows(() => new UpSampling(1.5), RangeError, "scale must be");
  assertThrows(
    () => new SpatialUpSamplingBilinear({ owidth: 3, oheight: 0 }),
    RangeError,
    "Cannot run SpatialUpSamplingBilinear: oheight must be from 1 to 2147483647 but is 0",
  );
  assertThrows(() => new UpSampling(2, "cubic" as "linear"), TypeError, "mode must be");
});

Deno.test("up-sampling refuses sizes that no memory holds, and works after it", () => {
  const layer = new SpatialUpSamplingNearest(2 ** 31 - 1);
  assertThrows(() => layer.forward(zeros([1, 1, 2])), RangeError, "fewer than 2^31 elements along each dimension");
  assertThrows(() => new SpatialUpSamplingNearest(2 ** 30).forward(zeros([1, 1, 1])), RangeError);
});

Deno.test("up-sampling is shown as Torch7 does", () => {
  assertEquals(String(new UpSampling(2)), "nn.UpSampling(2x, nearest)");
  assertEquals(
    String(new UpSampling({ odepth: 2, owidth: 3, oheight: 4 }, "trilinear")),
    "nn.UpSampling(2x4x3, linear)",
  );
  assertEquals(String(new SpatialUpSamplingBilinear(2)), "nn.SpatialUpSamplingBilinear(2)");
  assertEquals(
    String(new SpatialUpSamplingBilinear({ owidth: 3, oheight: 4 })),
    "nn.SpatialUpSamplingBilinear(4, 3)",
  );
  assertEquals(String(new SpatialUpSamplingNearest(2)), "nn.SpatialUpSamplingNearest(2)");
});

Deno.test("alignCorners: false aligns the borders of the elements, as PyTorch does", () => {
  const x = tensor([[[0, 1, 4], [9, 16, 25]]], { dtype: "float64" }), options = { alignCorners: false };
  // torch.nn.functional.interpolate(x[None], …, mode="bilinear", align_corners=False)
  assertClose(new SpatialUpSamplingBilinear(2, { ...options, dtype: "float64" }).forward(x), [[
    [0, 0.25, 0.75, 1.75, 3.25, 4],
    [2.25, 2.875, 4.125, 5.875, 8.125, 9.25],
    [6.75, 8.125, 10.875, 14.125, 17.875, 19.75],
    [9, 10.75, 14.25, 18.25, 22.75, 25],
  ]]);
  const sized = new UpSampling({ owidth: 5, oheight: 4 }, "bilinear", { ...options, dtype: "float64" });
  assertClose(sized.forward(x), [[
    [0, 0.4, 1, 2.8, 4],
    [2.25, 3.25, 4.75, 7.45, 9.25],
    [6.75, 8.95, 12.25, 16.75, 19.75],
    [9, 11.8, 16, 21.4, 25],
  ]]);
});

testLayer("SpatialUpSamplingBilinear with aligned borders", {
  make: () => new SpatialUpSamplingBilinear(3, { alignCorners: false }),
  size: [2, 3, 4, 5],
  large: [4, 8, 20, 20],
});
