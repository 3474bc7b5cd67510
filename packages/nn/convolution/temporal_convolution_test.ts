import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { TemporalConvolution } from "./temporal_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = (inputs: number, outputs: number, kW: number, dW?: number) => () =>
  new TemporalConvolution(inputs, outputs, kW, dW, { generator: seeded() });

testLayer("TemporalConvolution", { make: make(3, 4, 3), size: [3, 6, 3], large: [8, 200, 3] });
testLayer("TemporalConvolution with steps", { make: make(3, 4, 3, 2), size: [3, 8, 3], large: [8, 200, 3] });
testLayer("TemporalConvolution with steps beyond the kernel", { make: make(2, 3, 2, 4), size: [2, 11, 2] });
testLayer("TemporalConvolution of single frames", { make: make(4, 2, 1), size: [2, 5, 4] });
testLayer("TemporalConvolution of one sequence", { make: make(3, 4, 6), size: [6, 3], samples: false });
testLayer("TemporalConvolution, wide", { make: make(48, 64, 5), size: [2, 40, 48], large: [8, 120, 48] });
testLayer("TemporalConvolution without bias", { make: () => make(3, 4, 2)().noBias(), size: [2, 5, 3] });

Deno.test("TemporalConvolution multiplies frames in their order", () => {
  const layer = new TemporalConvolution(2, 1, 2);
  layer.weight.copy(tensor([1, 10, 100, 1000]));
  layer.bias!.fill(0.5);
  assertClose(layer.forward(tensor([[1, 2], [3, 4], [5, 6]])), [[4321.5], [6543.5]]);
});

Deno.test("TemporalConvolution draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = make(3, 5, 2)(), generator = seeded(), s = 1 / Math.sqrt(6);
  assertEquals(layer.weight.toArray(), zeros([5, 6]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([5]).uniform(-s, s, { generator }).toArray());
});

Deno.test("TemporalConvolution works with parameters that are not contiguous", () => {
  const layer = make(3, 5, 2)(),
    other = layer.clone(),
    x = numbers([2, 6, 3], "float32"),
    g = numbers([2, 5, 5], "float32");
  other.weight = layer.weight.t().contiguous().t();
  other.gradWeight = zeros([6, 5]).t();
  assertClose(other.forward(x), layer.forward(x));
  assertClose(other.backward(x, g), layer.backward(x, g));
  assertClose(other.gradWeight, layer.gradWeight);
});

Deno.test("TemporalConvolution updates shared parameters directly", () => {
  const layer = make(3, 5, 2)(),
    other = make(3, 5, 2)(),
    x = numbers([6, 3], "float32"),
    g = numbers([5, 5], "float32");
  const twin = other.clone("weight", "bias");
  for (const module of [layer, twin]) {
    module.forward(x);
    module.backwardUpdate(x, g, 0.1);
  }
  assertClose(other.weight, layer.weight);
  assertEquals(other.gradWeight.norm(), 0);
});

Deno.test("TemporalConvolution names what it takes", () => {
  const layer = make(3, 5, 4)();
  assertEquals(String(layer), "nn.TemporalConvolution(3 -> 5, 4)");
  assertEquals(String(make(3, 5, 4, 2)().noBias()), "nn.TemporalConvolution(3 -> 5, 4, 2) without bias");
  const refuse = (fn: () => unknown, message: string) =>
    assertThrows(fn, TypeError, `Cannot run TemporalConvolution.${message}`);
  refuse(() => layer.forward(zeros([3, 3])), "forward: input must be [frames >= 4, 3] but is [3, 3]");
  refuse(() => layer.forward(zeros([2, 6, 4])), "forward: input must be [batch, frames >= 4, 3] but is [2, 6, 4]");
  refuse(() => layer.backward(zeros([6, 3]), zeros([2, 5])), "backward: gradOutput must be [3, 5] but is [2, 5]");
  assertThrows(make(3, 5, 0), RangeError, "Cannot run TemporalConvolution: kW must be from 1 to 2147483647 but is 0");
  assertEquals(layer.summary([2, 6, 3]).multiplyAdds, 2 * 3 * 5 * 12);
});
