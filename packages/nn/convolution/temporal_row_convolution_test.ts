import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { TemporalRowConvolution } from "./temporal_row_convolution.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = (size: number, kW: number, dW?: number, featFirst?: boolean) => () =>
  new TemporalRowConvolution(size, kW, dW, featFirst, { generator: seeded() });

testLayer("TemporalRowConvolution", { make: make(3, 3), size: [2, 7, 3], large: [8, 300, 3] });
testLayer("TemporalRowConvolution with steps", { make: make(4, 2, 3), size: [2, 8, 4] });
testLayer("TemporalRowConvolution, features first", { make: make(3, 3, 2, true), size: [2, 3, 8], large: [8, 3, 300] });
testLayer("TemporalRowConvolution of one sequence", { make: make(3, 2), size: [5, 3], samples: false });
testLayer("TemporalRowConvolution without bias", { make: () => make(3, 2)().noBias(), size: [2, 5, 3] });

Deno.test("TemporalRowConvolution correlates each feature", () => {
  const layer = new TemporalRowConvolution(2, 2);
  layer.weight.copy(tensor([1, 10, 100, 1000]));
  layer.bias!.copy(tensor([0.5, 0.25]));
  assertClose(layer.forward(tensor([[1, 2], [3, 4], [5, 6]])), [[31.5, 4200.25], [53.5, 6400.25]]);
});

Deno.test("TemporalRowConvolution computes the same with the features first", () => {
  const last = make(3, 3)(), first = make(3, 3, 1, true)(), x = numbers([2, 6, 3], "float32");
  assert(first.forward(x.transpose(1, 2)).transpose(1, 2).equal(last.forward(x)));
});

Deno.test("TemporalRowConvolution leaves its input alone", () => {
  const layer = make(3, 3, 1, true)(), x = numbers([3, 6], "float32"), copy = x.clone();
  layer.forward(x);
  layer.forward(numbers([6, 3], "float32", 9).t());
  layer.backward(x, numbers([4, 3], "float32").t());
  assert(x.equal(copy));
});

Deno.test("TemporalRowConvolution draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = make(5, 2)(), generator = seeded(), s = 1 / Math.sqrt(10);
  assertEquals(layer.weight.toArray(), zeros([5, 1, 2]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias!.toArray(), zeros([5]).uniform(-s, s, { generator }).toArray());
});

Deno.test("TemporalRowConvolution names what it takes", () => {
  const layer = make(3, 4)(), first = make(3, 4, 2, true)();
  assertEquals(String(layer), "nn.TemporalRowConvolution(3, 4)");
  assertEquals(String(first.noBias()), "nn.TemporalRowConvolution(3, 4, 2) without bias");
  const refuse = (fn: () => unknown, message: string) =>
    assertThrows(fn, TypeError, `Cannot run TemporalRowConvolution.${message}`);
  refuse(() => layer.forward(zeros([3, 3])), "forward: input must be [frames >= 4, 3] but is [3, 3]");
  refuse(() => first.forward(zeros([2, 3, 3])), "forward: input must be [batch, 3, frames >= 4] but is [2, 3, 3]");
  refuse(() => layer.backward(zeros([6, 3]), zeros([2, 3])), "backward: gradOutput must be [3, 3] but is [2, 3]");
  assertThrows(
    make(3, 4, 0),
    RangeError,
    "Cannot run TemporalRowConvolution: dW must be from 1 to 2147483647 but is 0",
  );
  assertEquals(layer.summary([2, 6, 3]).multiplyAdds, 2 * 3 * 3 * 4);
});
