import { assert, assertEquals, assertThrows } from "@std/assert";
import { getNumThreads, setNumThreads, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialConvolution } from "./spatial_convolution.ts";
import { SpatialConvolutionLocal } from "./spatial_convolution_local.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

type Sizes = [iW: number, iH: number, kW: number, kH: number, dW?: number, dH?: number, padW?: number, padH?: number];

const make = (nInput: number, nOutput: number, ...[iW, iH, kW, kH, dW, dH, padW, padH]: Sizes) => () =>
  new SpatialConvolutionLocal(nInput, nOutput, iW, iH, kW, kH, dW, dH, padW, padH, { generator: seeded() });

testLayer("SpatialConvolutionLocal", { make: make(2, 3, 4, 5, 3, 2), size: [2, 2, 5, 4] });
testLayer("SpatialConvolutionLocal 3x2, 1,2, 1,2", {
  make: make(2, 3, 5, 4, 3, 2, 1, 2, 1, 2),
  size: [3, 2, 4, 5],
});
testLayer("SpatialConvolutionLocal without bias", {
  make: () => make(2, 2, 4, 4, 2, 2, 2, 2)().noBias(),
  size: [2, 2, 4, 4],
});

Deno.test("SpatialConvolutionLocal with equal weights everywhere is SpatialConvolution", () => {
  const local = make(2, 3, 7, 6, 3, 2, 2, 1, 1, 0)().double();
  const plain = new SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 0, { dtype: "float64", generator: seeded() });
  local.weight.copy(plain.weight.view(1, 1, 3, 2, 2, 3).expand(local.weight.size()));
  local.bias!.copy(plain.bias!.view(3, 1, 1).expand(local.bias!.size()));
  const x = numbers([2, 2, 6, 7]), g = numbers([2, 3, 5, 4]);
  assertClose(local.forward(x), plain.forward(x));
  assertClose(local.backward(x, g), plain.backward(x, g));
  assertClose(local.gradWeight.sum(0).sum(1).view(3, 2, 2, 3), plain.gradWeight);
});

Deno.test("SpatialConvolutionLocal computes the same bits on one and two threads", () => {
  const x = numbers([8, 3, 24, 24], "float32"), threads = getNumThreads();
  const [one, two] = [1, 2].map((n) => {
    setNumThreads(n);
    const layer = make(3, 8, 24, 24, 5, 5, 1, 1, 2)(), output = layer.forward(x);
    return [output, layer.backward(x, output), ...layer.parameters()[1]];
  });
  setNumThreads(threads);
  one!.forEach((result, k) => assert(result.equal(two![k]!), `results  differ`));
});

Deno.test("SpatialConvolutionLocal has weights of its own at each place", () => {
  const layer = new SpatialConvolutionLocal(1, 1, 3, 1, 2, 1);
  layer.weight.copy(tensor([1, 10, 100, 1000]));
  layer.bias!.copy(tensor([0.5, 0.25]));
  assertClose(layer.forward(tensor([[[1, 2, 3]]])), [[[21.5, 3200.25]]]);
});

Deno.test("SpatialConvolutionLocal draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = make(2, 3, 4, 5, 3, 2)(), generator = seeded(), s = 1 / Math.sqrt(12);
  assertEquals(layer.weight.toArray(), zeros([4, 2, 3, 2, 2, 3]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([3, 4, 2]).uniform(-s, s, { generator }).toArray());
});

Deno.test("SpatialConvolutionLocal checks its arguments and names the size that it takes", () => {
  const refuse = (args: Sizes, message: string) =>
    assertThrows(make(2, 3, ...args), RangeError, `Cannot run SpatialConvolutionLocal: ${message}`);
  refuse([4, 5, 7, 2, 1, 1, 1], "kW must be from 1 to 6 but is 7");
  refuse([0, 5, 7, 2], "iW must be from 1 to 2147483647 but is 0");
  refuse([4, 5, 3, 2, 1, 1, 0.5], "padW must be an integer but is 0.5");
  assertThrows(
    () => make(2, 3, 4, 5, 3, 2)().forward(zeros([1, 2, 4, 5])),
    TypeError,
    "Cannot run SpatialConvolutionLocal.forward: input must be [batch, 2, 5, 4] but is [1, 2, 4, 5]",
  );
});

Deno.test("SpatialConvolutionLocal.toString() is Torch7's text", () => {
  assertEquals(String(make(2, 3, 4, 5, 3, 2)()), "nn.SpatialConvolutionLocal(2 -> 3, 4x5, 3x2)");
  assertEquals(
    String(make(2, 3, 4, 5, 3, 2, 1, 1, 1, 0)()),
    "nn.SpatialConvolutionLocal(2 -> 3, 4x5, 3x2, 1,1, 1,0)",
  );
});
