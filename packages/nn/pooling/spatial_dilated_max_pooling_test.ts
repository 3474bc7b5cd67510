import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { SpatialDilatedMaxPooling } from "./spatial_dilated_max_pooling.ts";
import { testLayer } from "../testing.ts";

testLayer("SpatialDilatedMaxPooling", {
  make: () => new SpatialDilatedMaxPooling(2, 3, 1, 2, 1, 0, 3, 2).ceil(),
  size: [2, 3, 8, 7],
  large: [16, 8, 40, 41],
});

Deno.test("SpatialDilatedMaxPooling has the defaults of SpatialMaxPooling", () => {
  const { dW, dH, padW, padH, dilationW, dilationH } = new SpatialDilatedMaxPooling(3, 2);
  assertEquals([dW, dH, padW, padH, dilationW, dilationH], [3, 2, 0, 0, 1, 1]);
});

Deno.test("SpatialDilatedMaxPooling gives -Infinity where a window passes all elements, and takes no gradient there", () => {
  const layer = new SpatialDilatedMaxPooling(2, 1, 1, 1, 1, 0, 2, 1), x = tensor([[[3]]]);
  assertEquals(layer.forward(x).size(), [1, 1, 1]);
  assertEquals([layer.output.get(0, 0, 0), layer.indices.get(0, 0, 0)], [-Infinity, -1]);
  assertEquals(layer.backward(x, tensor([[[5]]])).toArray(), [[[0]]]);
});

Deno.test("SpatialDilatedMaxPooling checks its arguments", () => {
  assertThrows(
    () => new SpatialDilatedMaxPooling(2, 2, 1, 1, 0, 0, 0),
    RangeError,
    "Cannot run SpatialDilatedMaxPooling: dilationW must be from 1 to 2147483647 but is 0",
  );
});

Deno.test("SpatialDilatedMaxPooling.toString() is Torch7's text", () => {
  assertEquals(String(new SpatialDilatedMaxPooling(3, 2)), "nn.SpatialDilatedMaxPooling(3x2, 3,2, 1,1)");
  const padded = new SpatialDilatedMaxPooling(3, 2, 2, 1, 1, 0, 4, 5);
  assertEquals(String(padded), "nn.SpatialDilatedMaxPooling(3x2, 2,1, 1,0, 4,5)");
});
