import { assertEquals, assertThrows } from "@std/assert";
import { NativeError, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "./linear.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

testLayer("Linear", { make: () => new Linear(3, 4, true, { generator: seeded() }), size: [5, 3], large: [300, 3] });
testLayer("Linear without bias", {
  make: () => new Linear(5, 2, false, { generator: seeded() }),
  size: [3, 5],
  large: [200, 5],
});
testLayer("Linear of many", {
  make: () => new Linear(70, 90, true, { generator: seeded() }),
  size: [3, 70],
  large: [130, 70],
});

Deno.test("Linear draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const linear = new Linear(16, 9, true, { generator: seeded() }), generator = seeded();
  assertEquals(linear.weight.toArray(), zeros([9, 16]).uniform(-0.25, 0.25, { generator }).toArray());
  assertEquals(linear.bias!.toArray(), zeros([9]).uniform(-0.25, 0.25, { generator }).toArray());
  assertClose(new Linear(200, 200, true, { generator: seeded(), dtype: "float64" }).weight.std() * Math.sqrt(600), 1, {
    absolute: 0.02,
  });
  linear.reset(0.5);
  assertEquals(linear.weight.max() <= Math.sqrt(0.75) && linear.weight.max() > 0.8, true);
});

Deno.test("Linear.backwardUpdate() changes the weights as a step does, and not the gradients", () => {
  const a = new Linear(3, 2), b = a.clone(), x = numbers([4, 3], "float32"), g = numbers([4, 2], "float32");
  a.zeroGradParameters();
  a.forward(x);
  const gradInput = a.backward(x, g).clone();
  a.updateParameters(0.1);
  b.gradWeight.fill(8);
  b.forward(x);
  assertEquals(b.backwardUpdate(x, g, 0.1).toArray(), gradInput.toArray());
  assertClose(b.weight, a.weight);
  assertClose(b.bias!, a.bias!);
  assertEquals(b.gradWeight.sum(), 48);
});

Deno.test("Linear computes with the transposed weights of another layer", () => {
  const encoder = new Linear(3, 2, true, { dtype: "float64" }), decoder = new Linear(2, 3, true, { dtype: "float64" });
  decoder.weight.set(encoder.weight.t());
  decoder.gradWeight.set(encoder.gradWeight.t());
  const x = numbers([4, 2]), g = numbers([4, 3]), plain = decoder.clone();
  plain.weight = decoder.weight.contiguous();
  plain.gradWeight = decoder.gradWeight.contiguous();
  for (const layer of [decoder, plain]) {
    layer.zeroGradParameters();
    layer.forward(x);
    layer.backward(x, g);
  }
  assertClose(decoder.output, plain.output);
  assertClose(decoder.gradInput!, plain.gradInput!);
  assertClose(encoder.gradWeight.t(), plain.gradWeight);
});

Deno.test("Linear.forward() names the sizes that it takes", () => {
  const linear = new Linear(1024, 1000);
  const refuse = (size: number[], message: string) =>
    assertThrows(() => linear.forward(zeros(size)), TypeError, `Cannot run Linear.forward: input must be ${message}`);
  refuse([100, 1000], "[batch, 1024] but is [100, 1000]");
  refuse([1000], "[1024] but is [1000]");
  refuse([2, 3, 1024], "[1024] or [batch, 1024] but is [2, 3, 1024]");
  refuse([], "[1024] or [batch, 1024] but is []");
});

Deno.test("Linear.backward() names the sizes that it takes", () => {
  const linear = new Linear(3, 2), x = zeros([4, 3]);
  linear.forward(x);
  const refuse = (input: number[], gradOutput: number[], message: string) =>
    assertThrows(
      () => linear.backward(zeros(input), zeros(gradOutput)),
      TypeError,
      `Cannot run Linear.backward: ${message}`,
    );
  refuse([4, 3], [4, 3], "gradOutput must be [batch, 2] but is [4, 3]");
  refuse([4, 3], [5, 2], "gradOutput must be [4, 2] but is [5, 2]");
  refuse([3], [1, 2], "gradOutput must be [2] but is [1, 2]");
  refuse([4, 4], [4, 2], "input must be [batch, 3] but is [4, 4]");
});

Deno.test("Linear takes no rate that is not a number, and no memory that is gone", () => {
  const linear = new Linear(2, 1), x = zeros([3, 2]), g = zeros([3, 1]);
  linear.forward(x);
  assertThrows(
    () => linear.updateParameters(NaN),
    RangeError,
    "Cannot run Linear.updateParameters: learningRate must be finite but is NaN",
  );
  assertThrows(
    () => linear.backwardUpdate(x, g, Infinity),
    RangeError,
    "Cannot run Linear.backwardUpdate: learningRate must be finite",
  );
  assertThrows(
    () => linear.backward(x, g, NaN),
    RangeError,
    "Cannot run Linear.backward: scale must be finite but is NaN",
  );
  structuredClone(x.data.buffer, { transfer: [x.data.buffer] });
  assertThrows(() => linear.forward(x), NativeError, "Cannot run Linear.forward: the storage of input is detached");
  assertEquals(linear.forward(zeros([3, 2])).size(), [3, 1]);
  linear.weight.dispose();
  assertThrows(
    () => linear.forward(zeros([3, 2])),
    NativeError,
    "Cannot run Linear.forward: the storage of weight is detached",
  );
});

Deno.test("Linear checks its arguments", () => {
  assertThrows(() => new Linear(0, 3), RangeError, "Cannot run Linear: inputSize must be at least 1 but is 0");
  assertThrows(() => new Linear(3, 1.5), RangeError, "Cannot run Linear: outputSize must be an integer but is 1.5");
  assertThrows(
    () => new Linear(3, 2, true, { dtype: "int32" }),
    TypeError,
    'Cannot run Linear: dtype must be one of float32, float64 but is "int32"',
  );
});

Deno.test("Linear.noBias() removes the biases", () => {
  const linear = new Linear(2, 1).noBias();
  linear.weight.copy(tensor([[2, 3]]));
  assertEquals(linear.forward(tensor([1, 1])).toArray(), [5]);
  assertEquals(linear.parameters()[0].length, 1);
});

Deno.test("Linear.toString() is Torch7's text", () => {
  assertEquals(String(new Linear(10, 20)), "nn.Linear(10 -> 20)");
  assertEquals(String(new Linear(10, 20, false)), "nn.Linear(10 -> 20) without bias");
});
