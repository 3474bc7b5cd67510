import { assertEquals, assertThrows } from "@std/assert";
import { VolumetricConvolution } from "./volumetric_convolution.ts";
import { VolumetricDilatedConvolution } from "./volumetric_dilated_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

testLayer("VolumetricDilatedConvolution", {
  make: () =>
    new VolumetricDilatedConvolution(2, 2, 2, 2, 3, 1, 1, 1, 1, 0, 1, 2, 3, 1, { generator: seeded(), groups: 2 }),
  size: [2, 2, 4, 4, 5],
  large: [4, 2, 8, 20, 21],
});

Deno.test("VolumetricDilatedConvolution is VolumetricConvolution with dilation", () => {
  const dilated = new VolumetricDilatedConvolution(2, 3, 2, 2, 2, 1, 1, 1, 0, 1, 0, 2, 1, 3, { generator: seeded() });
  const options = { generator: seeded(), dilationT: 2, dilationW: 1, dilationH: 3 };
  const plain = new VolumetricConvolution(2, 3, 2, 2, 2, 1, 1, 1, 0, 1, 0, options),
    x = numbers([2, 4, 5, 6], "float32");
  assertEquals(dilated.forward(x).equal(plain.forward(x)), true);
});

Deno.test("VolumetricDilatedConvolution prints its dilation and has none of its own accord", () => {
  const layer = new VolumetricDilatedConvolution(2, 3, 2, 3, 4, 1, 1, 1, 0, 0, 0, 2, 1, 3);
  assertEquals(String(layer), "nn.VolumetricDilatedConvolution(2 -> 3, 2x3x4, 2,1,3)");
  assertEquals(
    String(new VolumetricDilatedConvolution(2, 3, 2, 3, 4).noBias()),
    "nn.VolumetricDilatedConvolution(2 -> 3, 2x3x4, 1,1,1) without bias",
  );
  assertThrows(
    () => new VolumetricDilatedConvolution(2, 3, 2, 3, 4, 1, 1, 1, 0, 0, 0, 0),
    RangeError,
    "Cannot run VolumetricDilatedConvolution: dilationT must be from 1 to 2147483647 but is 0",
  );
});
