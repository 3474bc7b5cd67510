import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialFullConvolution } from "./spatial_full_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = (...args: number[]) => () => {
  const [nInput, nOutput, kW, kH, dW, dH, padW, padH, adjW, adjH, dilationW = 1, dilationH = 1, groups = 1] = args;
  const options = { generator: seeded(), dilationW, dilationH, groups };
  return new SpatialFullConvolution(nInput!, nOutput!, kW!, kH!, dW, dH, padW, padH, adjW, adjH, options);
};

testLayer("SpatialFullConvolution", { make: make(2, 3, 3, 3), size: [3, 2, 4, 5], large: [16, 2, 30, 31] });
testLayer("SpatialFullConvolution 4x3, 2,3, 1,0, 1,2", {
  make: make(2, 3, 4, 3, 2, 3, 1, 0, 1, 2),
  size: [2, 2, 4, 3],
  large: [9, 2, 20, 30],
});
testLayer("SpatialFullConvolution in groups, with dilation", {
  make: make(4, 6, 3, 2, 2, 1, 1, 1, 1, 0, 2, 3, 2),
  size: [2, 4, 4, 5],
  large: [9, 4, 20, 30],
});
testLayer("SpatialFullConvolution without bias", {
  make: () => make(2, 3, 3, 3)().noBias(),
  size: [2, 2, 4, 5],
});
testLayer("SpatialFullConvolution of a list", {
  make: make(2, 3, 3, 3, 2, 2, 1, 1),
  size: [[3, 2, 4, 5], [3, 1, 8, 9]],
});

Deno.test("SpatialFullConvolution adds kernels", () => {
  const layer = new SpatialFullConvolution(1, 1, 3, 1, 2);
  layer.weight.copy(tensor([1, 10, 100]));
  layer.bias!.fill(0.5);
  assertClose(layer.forward(tensor([[[1, 2, 3]]])), [[[1.5, 10.5, 102.5, 20.5, 203.5, 30.5, 300.5]]]);
});

Deno.test("SpatialFullConvolution draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = make(3, 5, 2, 4)(), generator = seeded(), s = 1 / Math.sqrt(24);
  assertEquals(layer.weight.toArray(), zeros([3, 5, 4, 2]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([5]).uniform(-s, s, { generator }).toArray());
});

Deno.test("SpatialFullConvolution takes the size of its output from a list", () => {
  const layer = make(2, 3, 3, 3, 2, 2, 1, 1)(), adjusted = make(2, 3, 3, 3, 2, 2, 1, 1, 1, 0)();
  const x = numbers([2, 2, 4, 5], "float32"), like = zeros([7, 10]), g = numbers([2, 3, 7, 10], "float32");
  assert(layer.forward([x, like]).equal(adjusted.forward(x)));
  const [gradient, none] = layer.backward([x, like], g);
  assert(gradient.equal(adjusted.backward(x, g)));
  assertEquals(none.toArray(), like.toArray());
  assertEquals(layer.backward(x, layer.forward(x)).size(), [2, 2, 4, 5]);
});

Deno.test("SpatialFullConvolution checks its arguments", () => {
  const refuse = (args: number[], message: string) =>
    assertThrows(make(...args), RangeError, `Cannot run SpatialFullConvolution: ${message}`);
  refuse([1, 1, 3, 3, 2, 2, 0, 0, 2], "adjW must be from 0 to 1 but is 2");
  refuse([1, 1, 3, 3, 2, 1, 0, 0, 0, 1], "adjH must be from 0 to 0 but is 1");
  refuse([1, 1, 3, 3, 0], "dW must be from 1 to 2147483647 but is 0");
  refuse(
    [4, 6, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 4],
    "groups must divide the 4 input planes and the 6 output planes but is 4",
  );
});

Deno.test("SpatialFullConvolution names the sizes that it takes", () => {
  const layer = make(2, 3, 3, 3, 2, 2, 3, 2)(), x = zeros([2, 4, 5]);
  const refuse = (fn: () => unknown, message: string) =>
    assertThrows(fn, TypeError, `Cannot run SpatialFullConvolution.${message}`);
  const size = "[batch, 2, height >= 2, width >= 3]";
  refuse(() => layer.forward(zeros([1, 3, 4, 5])), `forward: input must be ${size} but is [1, 3, 4, 5]`);
  refuse(() => layer.forward(zeros([1, 2, 4, 2])), `forward: input must be ${size} but is [1, 2, 4, 2]`);
  refuse(() => layer.backward(x, zeros([3, 5, 4])), "backward: gradOutput must be [3, 5, 5] but is [3, 5, 4]");
  refuse(
    () => layer.forward([x, zeros([7, 5])]),
    "forward: input[1] must have a size from 5 to 6 in dimension -2 but is [7, 5]",
  );
  refuse(
    () => layer.forward([x, zeros([5])]),
    "forward: input[1] must have a size from 5 to 6 in dimension -2 but is [5]",
  );
  assertEquals(layer.forward(x).size(), [3, 5, 5]);
});

Deno.test("SpatialFullConvolution.toString() is Torch7's text", () => {
  const text = (...args: number[]) => String(make(...args)());
  assertEquals(text(3, 16, 5, 4), "nn.SpatialFullConvolution(3 -> 16, 5x4)");
  assertEquals(text(3, 16, 5, 4, 2, 2, 1, 0), "nn.SpatialFullConvolution(3 -> 16, 5x4, 2,2, 1,0)");
  assertEquals(text(3, 16, 5, 4, 2, 2, 1, 0, 1, 1), "nn.SpatialFullConvolution(3 -> 16, 5x4, 2,2, 1,0, 1,1)");
});

Deno.test("SpatialFullConvolution counts a multiply-add for each weight and element of an input plane", () => {
  assertEquals(make(4, 6, 3, 2, 2, 2, 0, 0, 0, 0, 1, 1, 2)().summary([5, 4, 7, 8]).multiplyAdds, 5 * 56 * 4 * 3 * 6);
});
