import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialConvolution } from "./spatial_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = (...args: number[]) => () => {
  const [nInput, nOutput, kW, kH, dW, dH, padW, padH, dilationW = 1, dilationH = dilationW, groups = 1] = args;
  const options = { generator: seeded(), dilationW, dilationH, groups };
  return new SpatialConvolution(nInput!, nOutput!, kW!, kH!, dW, dH, padW, padH, options);
};

testLayer("SpatialConvolution", { make: make(2, 3, 3, 3), size: [3, 2, 7, 6], large: [16, 2, 40, 41] });
testLayer("SpatialConvolution 5x4, 2,3, 2,1", {
  make: make(3, 4, 5, 4, 2, 3, 2, 1),
  size: [2, 3, 9, 8],
  large: [9, 3, 40, 50],
});
testLayer("SpatialConvolution 1x1", { make: make(4, 5, 1, 1), size: [2, 4, 3, 5], large: [20, 4, 30, 30] });
testLayer("SpatialConvolution with dilation", {
  make: make(2, 3, 3, 2, 1, 1, 1, 0, 2, 3),
  size: [2, 2, 8, 7],
  large: [8, 2, 40, 40],
});
testLayer("SpatialConvolution in groups", {
  make: make(4, 6, 3, 3, 1, 1, 1, 1, 1, 1, 2),
  size: [2, 4, 5, 6],
  large: [8, 4, 30, 30],
});
testLayer("SpatialConvolution of single planes", {
  make: make(4, 8, 3, 3, 2, 2, 1, 1, 1, 1, 4),
  size: [2, 4, 6, 6],
  large: [8, 4, 30, 30],
});
testLayer("SpatialConvolution without bias", {
  make: () => make(2, 3, 3, 3)().noBias(),
  size: [2, 2, 5, 5],
  large: [8, 2, 30, 30],
});

Deno.test("SpatialConvolution correlates", () => {
  const layer = new SpatialConvolution(1, 1, 2, 1);
  layer.weight.copy(tensor([1, 10]));
  layer.bias!.fill(0.5);
  assertClose(layer.forward(tensor([[[1, 2, 3], [4, 5, 6]]])), [[[21.5, 32.5], [54.5, 65.5]]]);
});

Deno.test("SpatialConvolution draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = make(3, 5, 2, 4)(), generator = seeded(), s = 1 / Math.sqrt(24);
  assertEquals(layer.weight.toArray(), zeros([5, 3, 4, 2]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([5]).uniform(-s, s, { generator }).toArray());
});

Deno.test("SpatialConvolution.forward() names the sizes that it takes", () => {
  const layer = new SpatialConvolution(3, 8, 5, 4, 1, 1, 1, 0);
  const refuse = (size: number[], message: string) =>
    assertThrows(
      () => layer.forward(zeros(size)),
      TypeError,
      `Cannot run SpatialConvolution.forward: input must be ${message}`,
    );
  refuse([2, 4, 9, 9], "[batch, 3, height >= 4, width >= 3] but is [2, 4, 9, 9]");
  refuse([3, 3, 9], "[3, height >= 4, width >= 3] but is [3, 3, 9]");
  refuse([9, 9], "[3, height >= 4, width >= 3] or [batch, 3, height >= 4, width >= 3] but is [9, 9]");
  refuse([1, 3, 4, 2], "[batch, 3, height >= 4, width >= 3] but is [1, 3, 4, 2]");
});

Deno.test("SpatialConvolution.backward() names the sizes that it takes", () => {
  const layer = new SpatialConvolution(3, 8, 5, 5), x = numbers([2, 3, 9, 9], "float32");
  layer.forward(x);
  const refuse = (size: number[], message: string) =>
    assertThrows(
      () => layer.backward(x, zeros(size)),
      TypeError,
      `Cannot run SpatialConvolution.backward: gradOutput must be ${message}`,
    );
  refuse([2, 8, 9, 9], "[2, 8, 5, 5] but is [2, 8, 9, 9]");
  refuse([8, 5, 5], "[2, 8, 5, 5] but is [8, 5, 5]");
});

Deno.test("SpatialConvolution checks its arguments", () => {
  const refuse = (args: number[], message: string) =>
    assertThrows(make(...args), RangeError, `Cannot run SpatialConvolution: ${message}`);
  refuse([0, 1, 3, 3], "nInputPlane must be from 1 to 2147483647 but is 0");
  refuse([1, 1, 3, 3, 0], "dW must be from 1 to 2147483647 but is 0");
  refuse([1, 1, 3, 3, 1, 1, -1], "padW must be from 0 to 2147483647 but is -1");
  refuse([1, 1, 3, 2.5], "kH must be an integer but is 2.5");
  refuse([1, 1, 3, NaN], "kH must be from 1 to 2147483647 but is NaN");
  refuse([4, 6, 3, 3, 1, 1, 0, 0, 1, 1, 3], "groups must divide the 4 input planes and the 6 output planes but is 3");
});

Deno.test("SpatialConvolution.toString() is Torch7's text", () => {
  const text = (...args: number[]) => String(make(...args)());
  assertEquals(text(3, 16, 5, 4), "nn.SpatialConvolution(3 -> 16, 5x4)");
  assertEquals(text(3, 16, 5, 4, 2, 1), "nn.SpatialConvolution(3 -> 16, 5x4, 2,1)");
  assertEquals(text(3, 16, 5, 4, 1, 1, 2), "nn.SpatialConvolution(3 -> 16, 5x4, 1,1, 2,2)");
  assertEquals(
    String(new SpatialConvolution(3, 16, 5, 4, 1, 1, 0, 0).noBias()),
    "nn.SpatialConvolution(3 -> 16, 5x4) without bias",
  );
});
