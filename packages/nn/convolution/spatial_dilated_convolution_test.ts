import { assertEquals, assertThrows } from "@std/assert";
import { SpatialConvolution } from "./spatial_convolution.ts";
import { SpatialDilatedConvolution } from "./spatial_dilated_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

testLayer("SpatialDilatedConvolution", {
  make: () => new SpatialDilatedConvolution(2, 4, 3, 2, 1, 2, 2, 1, 2, 3, { generator: seeded(), groups: 2 }),
  size: [3, 2, 8, 7],
  large: [8, 2, 40, 41],
});

Deno.test("SpatialDilatedConvolution is SpatialConvolution with dilation", () => {
  const dilated = new SpatialDilatedConvolution(2, 3, 3, 3, 1, 1, 1, 0, 2, 1, { generator: seeded() });
  const options = { generator: seeded(), dilationW: 2, dilationH: 1 };
  const plain = new SpatialConvolution(2, 3, 3, 3, 1, 1, 1, 0, options), x = numbers([2, 6, 7], "float32");
  assertEquals(dilated.forward(x).equal(plain.forward(x)), true);
});

Deno.test("SpatialDilatedConvolution prints its dilation and has none of its own accord", () => {
  const layer = new SpatialDilatedConvolution(3, 16, 5, 4, 1, 1, 2, 2, 3, 2);
  assertEquals(String(layer), "nn.SpatialDilatedConvolution(3 -> 16, 5x4, 1,1, 2,2, 3,2)");
  assertEquals(
    String(new SpatialDilatedConvolution(3, 16, 5, 4).noBias()),
    "nn.SpatialDilatedConvolution(3 -> 16, 5x4, 1,1) without bias",
  );
  assertThrows(
    () => new SpatialDilatedConvolution(3, 16, 5, 4, 1, 1, 0, 0, 0),
    RangeError,
    "Cannot run SpatialDilatedConvolution: dilationW must be from 1 to 2147483647 but is 0",
  );
});
