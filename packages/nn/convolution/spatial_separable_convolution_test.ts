import { assertEquals, assertThrows } from "@std/assert";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialConvolution } from "./spatial_convolution.ts";
import { SpatialSeparableConvolution } from "./spatial_separable_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

testLayer("SpatialSeparableConvolution", {
  make: () =>
    new SpatialSeparableConvolution(2, 3, 3, 2, 2, 1, 1, 0, { generator: seeded(), multiplier: 2, dilationW: 2 }),
  size: [2, 2, 6, 7],
  large: [8, 2, 40, 41],
});

Deno.test("SpatialSeparableConvolution is a convolution whose kernels are products", () => {
  const layer = new SpatialSeparableConvolution(2, 3, 3, 3, 1, 1, 1, 1, { dtype: "float64", generator: seeded() });
  const [depth, mixing] = layer.modules as [SpatialConvolution, SpatialConvolution];
  const whole = new SpatialConvolution(2, 3, 3, 3, 1, 1, 1, 1, { dtype: "float64" });
  for (let o = 0; o < 3; o++) {
    for (let i = 0; i < 2; i++) {
      whole.weight.select(0, o).select(0, i).copy(depth.weight.select(0, i)).mul(mixing.weight.get(o, i, 0, 0));
    }
  }
  whole.bias!.copy(mixing.bias!);
  const x = numbers([2, 2, 5, 6]);
  assertClose(layer.forward(x), whole.forward(x));
  assertEquals(layer.noBias().parameters()[0].length, 2);
});

Deno.test("SpatialSeparableConvolution checks its arguments", () => {
  const refuse = (message: string, options: { multiplier: number }, ...pads: number[]) =>
    assertThrows(
      () => new SpatialSeparableConvolution(2, 3, 3, 3, 1, 1, pads[0], pads[1], options),
      RangeError,
      `Cannot run SpatialSeparableConvolution: ${message}`,
    );
  refuse("multiplier must be from 1 to 2147483647 but is 0", { multiplier: 0 });
  refuse("padH must be from 0 to 2147483647 but is -1", { multiplier: 1 }, 0, -1);
});
