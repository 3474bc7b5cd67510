import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialDepthWiseConvolution } from "./spatial_depth_wise_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

testLayer("SpatialDepthWiseConvolution", {
  make: () => new SpatialDepthWiseConvolution(3, 2, 3, 2, 2, 1, 1, 1, { generator: seeded() }),
  size: [2, 3, 6, 7],
  large: [8, 3, 40, 41],
});
testLayer("SpatialDepthWiseConvolution with one kernel a plane and dilation", {
  make: () => new SpatialDepthWiseConvolution(3, 1, 3, 3, 1, 1, 0, 0, { generator: seeded(), dilationW: 2 }),
  size: [2, 3, 6, 7],
});
testLayer("SpatialDepthWiseConvolution without bias", {
  make: () => new SpatialDepthWiseConvolution(2, 3, 2, 2, 1, 1, 0, 0, { generator: seeded() }).noBias(),
  size: [2, 2, 4, 5],
});

Deno.test("SpatialDepthWiseConvolution keeps the planes of an input plane together", () => {
  const layer = new SpatialDepthWiseConvolution(2, 2, 1, 1);
  layer.weight.copy(tensor([[1, 10], [100, 1000]]));
  layer.bias!.copy(tensor([[0.1, 0.2], [0.3, 0.4]]));
  assertClose(layer.forward(tensor([[[1]], [[2]]])), [[[1.1]], [[100.3]], [[20.2]], [[2000.4]]]);
});

Deno.test("SpatialDepthWiseConvolution works with parameters that are not contiguous", () => {
  const layer = new SpatialDepthWiseConvolution(2, 3, 2, 2, 1, 1, 0, 0, { generator: seeded() }), other = layer.clone();
  other.weight = layer.weight.t().contiguous().t();
  other.gradWeight = zeros([8, 3]).t();
  const x = numbers([2, 4, 4], "float32"), g = numbers([6, 3, 3], "float32");
  assertClose(other.forward(x), layer.forward(x));
  assertClose(other.backward(x, g), layer.backward(x, g));
  assertClose(other.gradWeight, layer.gradWeight);
});

Deno.test("SpatialDepthWiseConvolution checks its arguments and prints the multiplier", () => {
  const refuse = (args: [number, number, number, number], message: string) =>
    assertThrows(
      () => new SpatialDepthWiseConvolution(...args),
      RangeError,
      `Cannot run SpatialDepthWiseConvolution: ${message}`,
    );
  refuse([2, 1.5, 3, 3], "nOutputPlane must be an integer but is 1.5");
  refuse([0, 1, 3, 3], "nInputPlane must be from 1 to 2147483647 but is 0");
  assertEquals(String(new SpatialDepthWiseConvolution(3, 2, 5, 4)), "nn.SpatialDepthWiseConvolution(3 -> 2, 5x4)");
  assertEquals(
    String(new SpatialDepthWiseConvolution(3, 2, 5, 4, 2, 2, 1, 1).noBias()),
    "nn.SpatialDepthWiseConvolution(3 -> 2, 5x4, 2,2, 1,1) without bias",
  );
});
