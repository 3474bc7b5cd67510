import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { VolumetricFullConvolution } from "./volumetric_full_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

type Args = [number, number, number, number, number, ...(number | undefined)[]];

const make =
  (...[nInput, nOutput, kT, kW, kH, dT, dW, dH, padT, padW, padH, adjT, adjW, adjH, dilationT = 1, groups = 1]: Args) =>
  () => {
    const options = { generator: seeded(), dilationT, groups };
    // deno-fmt-ignore
    return new VolumetricFullConvolution(nInput, nOutput, kT, kW, kH, dT, dW, dH, padT, padW, padH, adjT, adjW, adjH, options);
  };

testLayer("VolumetricFullConvolution", { make: make(2, 3, 2, 2, 3), size: [2, 2, 3, 2, 3], large: [4, 2, 6, 12, 13] });
testLayer("VolumetricFullConvolution 2x3x2, 2,3,2, 0,1,1, 1,2,0", {
  make: make(2, 3, 2, 3, 2, 2, 3, 2, 0, 1, 1, 1, 2, 0),
  size: [2, 2, 3, 3, 2],
  large: [4, 2, 6, 12, 13],
});
testLayer("VolumetricFullConvolution in groups, with dilation", {
  make: make(4, 2, 2, 2, 2, 2, 1, 1, 1, 1, 0, 1, 0, 0, 3, 2),
  size: [2, 4, 2, 3, 4],
  large: [4, 4, 6, 12, 13],
});
testLayer("VolumetricFullConvolution of one plane", { make: make(1, 1, 2, 2, 2), size: [2, 1, 3, 2, 3] });
testLayer("VolumetricFullConvolution without bias", {
  make: () => make(2, 3, 2, 2, 2)().noBias(),
  size: [2, 2, 2, 3, 3],
});
testLayer("VolumetricFullConvolution of a list", {
  make: make(2, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1),
  size: [[2, 2, 2, 3, 2], [2, 1, 4, 5, 3]],
});

Deno.test("VolumetricFullConvolution adds kernels along the time", () => {
  const layer = new VolumetricFullConvolution(1, 1, 3, 1, 1, 2);
  layer.weight.copy(tensor([1, 10, 100]));
  layer.bias!.fill(0.5);
  assertClose(layer.forward(tensor([[[[1]], [[2]]]])), [[[[1.5]], [[10.5]], [[102.5]], [[20.5]], [[200.5]]]]);
});

Deno.test("VolumetricFullConvolution takes the size of its output from a list", () => {
  const layer = make(2, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1)(), adjusted = make(2, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 0, 1)();
  const x = numbers([2, 2, 3, 2], "float32"), like = zeros([4, 6, 3]), g = numbers([3, 4, 6, 3], "float32");
  assert(layer.forward([x, like]).equal(adjusted.forward(x)));
  const [gradient, none] = layer.backward([x, like], g);
  assert(gradient.equal(adjusted.backward(x, g)));
  assertEquals(none.toArray(), like.toArray());
  assertThrows(
    () => layer.forward([x, zeros([4, 7, 3])]),
    TypeError,
    "Cannot run VolumetricFullConvolution.forward: input[1] must have a size from 5 to 6 in dimension -2 but is [4, 7, 3]",
  );
});

Deno.test("VolumetricFullConvolution names what it takes", () => {
  const layer = make(2, 3, 2, 3, 4)();
  assertEquals(String(layer), "nn.VolumetricFullConvolution(2 -> 3, 3x4x2)");
  assertEquals(
    String(make(2, 3, 2, 3, 4, 2, 1, 1, 1, 0, 0, 1)()),
    "nn.VolumetricFullConvolution(2 -> 3, 3x4x2, 1,1,2, 0,0,1, 0,0,1)",
  );
  assertThrows(
    () => make(2, 3, 2, 2, 2, 1, 1, 1, 2, 0, 0)().forward(zeros([2, 2, 3, 3])),
    TypeError,
    "Cannot run VolumetricFullConvolution.forward: input must be [2, time >= 4, height >= 1, width >= 1] but is [2, 2, 3, 3]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 2, 3, 3]), zeros([3, 3, 6, 6])),
    TypeError,
    "Cannot run VolumetricFullConvolution.backward: gradOutput must be [3, 3, 6, 5] but is [3, 3, 6, 6]",
  );
  assertThrows(
    make(2, 3, 2, 3, 4, 2, 1, 1, 1, 0, 0, 2),
    RangeError,
    "Cannot run VolumetricFullConvolution: adjT must be from 0 to 1 but is 2",
  );
  assertEquals(layer.summary([2, 4, 5, 6]).multiplyAdds, 2 * 120 * 24 * 3);
});

Deno.test("VolumetricFullConvolution draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = make(3, 5, 2, 4, 1)(), generator = seeded(), s = 1 / Math.sqrt(24);
  assertEquals(layer.weight.toArray(), zeros([3, 5, 2, 1, 4]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([5]).uniform(-s, s, { generator }).toArray());
});
