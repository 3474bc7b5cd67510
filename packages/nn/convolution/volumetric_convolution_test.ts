import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialConvolution } from "./spatial_convolution.ts";
import { VolumetricConvolution } from "./volumetric_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

type Args = [number, number, number, number, number, ...(number | undefined)[]];

const make =
  (...[nInput, nOutput, kT, kW, kH, dT, dW, dH, padT, padW, padH, dilationT = 1, groups = 1]: Args) => () => {
    const options = { generator: seeded(), dilationT, groups };
    return new VolumetricConvolution(nInput, nOutput, kT, kW, kH, dT, dW, dH, padT, padW, padH, options);
  };

testLayer("VolumetricConvolution", { make: make(2, 3, 2, 2, 3), size: [2, 2, 3, 4, 4], large: [4, 2, 9, 20, 21] });
testLayer("VolumetricConvolution 3x2x3, 2,1,2, 2,1,0", {
  make: make(2, 3, 3, 2, 3, 2, 1, 2, 2, 1, 0),
  size: [2, 2, 4, 4, 4],
  large: [4, 2, 9, 20, 21],
});
testLayer("VolumetricConvolution in groups, with dilation", {
  make: make(4, 6, 2, 2, 2, 1, 1, 1, 1, 0, 1, 2, 2),
  size: [2, 4, 3, 4, 5],
  large: [4, 4, 9, 20, 21],
});
testLayer("VolumetricConvolution 1x1x1", { make: make(3, 2, 1, 1, 1), size: [2, 3, 2, 3, 4] });
testLayer("VolumetricConvolution to one frame", { make: make(1, 2, 3, 2, 2), size: [2, 1, 3, 4, 4] });
testLayer("VolumetricConvolution to one plane", { make: make(2, 1, 2, 2, 2), size: [2, 2, 3, 4, 4] });
testLayer("VolumetricConvolution over frames of padding alone", {
  make: make(1, 1, 1, 1, 1, 1, 1, 1, 3, 0, 0),
  size: [2, 1, 2, 2, 3],
});
testLayer("VolumetricConvolution without bias", { make: () => make(2, 3, 2, 2, 2)().noBias(), size: [2, 2, 3, 3, 4] });

Deno.test("VolumetricConvolution with the kernel of one frame is SpatialConvolution", () => {
  const volumetric = make(2, 3, 1, 3, 2, 1, 2, 1, 0, 1, 0)(), plain = new SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 0);
  plain.weight.copy(volumetric.weight);
  plain.bias!.copy(volumetric.bias!);
  const x = numbers([2, 4, 6, 7], "float32");
  assertClose(volumetric.forward(x), plain.forward(x.transpose(0, 1)).transpose(0, 1));
});

Deno.test("VolumetricConvolution takes samples together and one by one", () => {
  const layer = make(1, 2, 3, 3, 3, 1, 1, 1, 1, 1, 1)(), x = numbers([3, 1, 8, 120, 130], "float32");
  const output = layer.forward(x).clone();
  assertClose(layer.forward(x.select(0, 2)), output.select(0, 2));
});

Deno.test("VolumetricConvolution correlates along the time", () => {
  const layer = new VolumetricConvolution(1, 1, 2, 1, 1);
  layer.weight.copy(tensor([1, 10]));
  layer.bias!.fill(0.5);
  assertClose(layer.forward(tensor([[[[1, 2]], [[3, 4]], [[5, 6]]]])), [[[[31.5, 42.5]], [[53.5, 64.5]]]]);
});

Deno.test("VolumetricConvolution draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = make(3, 5, 2, 4, 1)(), generator = seeded(), s = 1 / Math.sqrt(24);
  assertEquals(layer.weight.toArray(), zeros([5, 3, 2, 1, 4]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([5]).uniform(-s, s, { generator }).toArray());
});

Deno.test("VolumetricConvolution pads height as width as time unless told", () => {
  const { padT, padW, padH } = new VolumetricConvolution(1, 1, 3, 3, 3, 1, 1, 1, 2);
  assertEquals([padT, padW, padH], [2, 2, 2]);
});

Deno.test("VolumetricConvolution names what it takes", () => {
  const layer = make(2, 3, 2, 3, 4)();
  assertEquals(String(layer), "nn.VolumetricConvolution(2 -> 3, 2x3x4)");
  assertEquals(
    String(make(2, 3, 2, 3, 4, 1, 2, 1, 1, 0, 0)()),
    "nn.VolumetricConvolution(2 -> 3, 2x3x4, 1,2,1, 1,0,0)",
  );
  const refuse = (fn: () => unknown, message: string) =>
    assertThrows(fn, TypeError, `Cannot run VolumetricConvolution.${message}`);
  const size = "[2, time >= 2, height >= 4, width >= 3]";
  refuse(() => layer.forward(zeros([2, 1, 4, 4])), `forward: input must be ${size} but is [2, 1, 4, 4]`);
  refuse(() => layer.forward(zeros([3, 2, 4, 4])), `forward: input must be ${size} but is [3, 2, 4, 4]`);
  refuse(
    () => layer.backward(zeros([2, 2, 4, 4]), zeros([3, 1, 2, 1])),
    "backward: gradOutput must be [3, 1, 1, 2] but is [3, 1, 2, 1]",
  );
  const wrong = (args: Args, message: string) =>
    assertThrows(make(...args), RangeError, `Cannot run VolumetricConvolution: ${message}`);
  wrong([2, 3, 0, 3, 4], "kT must be from 1 to 2147483647 but is 0");
  wrong([2, 3, 2, 3, 4, 1, 1, 1, -1], "padT must be from 0 to 2147483647 but is -1");
  wrong(
    [2, 3, 2, 3, 4, 1, 1, 1, 0, 0, 0, 1, 2],
    "groups must divide the 2 input planes and the 3 output planes but is 2",
  );
  assertEquals(layer.summary([2, 4, 5, 6]).multiplyAdds, 3 * 3 * 2 * 4 * 2 * 24);
});
