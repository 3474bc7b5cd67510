import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Dtype, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "./linear.ts";
import { SparseLinear } from "./sparse_linear.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const SAMPLES = [[[3, 0.5], [0, -1], [3, 2]], [[5, 1.5]], [[1, -0.5], [4, 3]]];
const list = (dtype: Dtype = "float32"): Tensor[] => SAMPLES.map((sample) => tensor(sample, { dtype }));
const make = (doGradInput = true) => new SparseLinear(6, 4, doGradInput, { generator: seeded() });
const options = { trueGradient: false, samples: false };

testLayer("SparseLinear of a list of samples", { make, input: list, ...options });
testLayer("SparseLinear of a sample", { make, input: (dtype) => list(dtype)[0]!, ...options });
testLayer("SparseLinear of a sample without its gradient", {
  make: () => make(false),
  input: (dtype) => list(dtype)[0]!,
  ...options,
});
testLayer("SparseLinear of a tensor of samples", {
  make,
  input: (dtype) => tensor([[[3, 0.5], [0, -1]], [[5, 1.5], [0, 0]]], { dtype }),
  ...options,
});
/** The samples as dense rows. */
function dense(samples: readonly Tensor[]): Tensor {
  const x = zeros([samples.length, 6], { dtype: samples[0]!.dtype });
  samples.forEach((sample, b) => {
    for (let e = 0; e < sample.size(0); e++) {
      const key = sample.get(e, 0);
      x.set(b, key, x.get(b, key) + sample.get(e, 1));
    }
  });
  return x;
}

Deno.test("SparseLinear computes what Linear does with dense inputs", () => {
  const layer = make().double(), linear = new Linear(6, 4, true, { dtype: "float64" }), samples = list("float64");
  linear.weight.copy(layer.weight);
  linear.bias!.copy(layer.bias);
  const x = dense(samples), g = numbers([3, 4]);
  assertClose(layer.forward(samples), linear.forward(x));
  for (const each of [layer, linear]) each.zeroGradParameters();
  const gradInput = layer.backward(samples, g, 0.5) as Tensor[];
  linear.backward(x, g, 0.5);
  assertClose(layer.gradWeight, linear.gradWeight);
  assertClose(layer.gradBias, linear.gradBias!);
  gradInput.forEach((t, b) => {
    assertEquals(t.select(1, 0).toArray(), [0, 1, 2, 3, 4, 5]);
    assertClose(t.select(1, 1), linear.gradInput!.select(0, b));
  });
  assertClose(layer.forward(samples[0]!), linear.output.select(0, 0));
});

Deno.test("SparseLinear zeroes and updates only what was used", () => {
  const layer = make(false), samples = list(), g = numbers([3, 4], "float32"), plain = layer.clone();
  const steps = [[samples], [[samples[0]!], [samples[2]!], [samples[0]!]]];
  for (const inputs of steps) {
    layer.zeroGradParameters();
    plain.zeroGradParameters();
    assertEquals(layer.gradWeight.norm(), 0);
    for (const input of inputs) {
      const gradOutput = g.narrow(0, 0, input.length);
      for (const each of [layer, plain]) {
        each.forward(input);
        each.backward(input, gradOutput);
      }
    }
    layer.gradWeight.select(1, 2).fill(7); // a column that no sample has
    layer.updateParameters(0.1);
    plain.touchedAll = true;
    plain.updateParameters(0.1);
    assertClose(layer.weight, plain.weight);
    assertClose(layer.bias, plain.bias);
    layer.zeroGradParameters();
    assertEquals(layer.gradWeight.select(1, 2).toArray(), [7, 7, 7, 7]);
    layer.gradWeight.select(1, 2).zero();
    assertEquals(layer.gradWeight.norm(), 0);
  }
});

Deno.test("SparseLinear zeroes and updates all where it does not know what was used", () => {
  const layer = make(false), samples = list(), g = numbers([3, 4], "float32"), before = layer.weight.clone();
  layer.forward(samples);
  layer.backward(samples, g);
  layer.clearState();
  layer.gradWeight.fill(1);
  layer.updateParameters(0.5);
  assertClose(layer.weight, before.sub(0.5));
  layer.zeroGradParameters();
  assertEquals(layer.gradWeight.norm(), 0);
  layer.gradWeight.fill(1);
  layer.zeroGradParameters();
  assertEquals(layer.gradWeight.norm(), 0);
});

Deno.test("SparseLinear adds weightDecay times the weights to their gradient", () => {
  const layer = make(false), plain = layer.clone(), samples = list(), g = numbers([3, 4], "float32");
  layer.weightDecay = 0.25;
  for (const each of [layer, plain]) {
    each.zeroGradParameters();
    each.forward(samples);
    each.backward(samples, g);
  }
  assertClose(layer.gradWeight, plain.gradWeight.add(0.25, layer.weight));
  const updated = layer.clone();
  layer.updateParameters(0.1);
  updated.forward(samples);
  updated.backwardUpdate(samples, g, 0.1);
  assertClose(updated.weight, layer.weight);
});

Deno.test("SparseLinear draws weights from U(−1/√n, 1/√n), biases narrower by 10⁻⁶", () => {
  const layer = new SparseLinear(16, 3, false, { generator: seeded() }), generator = seeded();
  assertEquals(layer.weight.toArray(), zeros([3, 16]).uniform(-0.25, 0.25, { generator }).toArray());
  assertEquals(layer.bias.toArray(), zeros([3]).uniform(-0.25, 0.25, { generator }).mul(1e-6).toArray());
  assert(layer.gradInput === null);
});

Deno.test("SparseLinear names what it takes", () => {
  const layer = make();
  const refuse = (input: Tensor | Tensor[], message: string) =>
    assertThrows(() => layer.forward(input), Error, `Cannot run SparseLinear.forward: ${message}`);
  refuse(tensor([[6, 1]]), "the indices of input must hold positions from 0 to 5 but has 6 at [0]");
  refuse(tensor([[0, 1], [-1, 1]]), "the indices of input must hold positions from 0 to 5 but has -1 at [1]");
  refuse(tensor([[0.5, 1]]), "the indices of input must hold whole numbers but has 0.5 at [0]");
  refuse(zeros([3]), "input must be [n, 2] or [batch, n, 2] but is [3]");
  refuse(zeros([3, 3]), "input must be [n, 2] but is [3, 3]");
  refuse([zeros([3, 2]), zeros([2])], "input[1] must be [n, 2] but is [2]");
  layer.forward(list());
  assertThrows(
    () => layer.backward(list(), zeros([3, 3])),
    TypeError,
    "Cannot run SparseLinear.backward: gradOutput must be [3, 4] but is [3, 3]",
  );
  assertThrows(() => new SparseLinear(0, 2), RangeError, "Cannot run SparseLinear: inputSize must be at least 1");
});

Deno.test("SparseLinear takes samples without entries", () => {
  const layer = make(), nothing = zeros([1, 2]).narrow(0, 0, 0);
  assertEquals(layer.forward(nothing).toArray(), layer.bias.toArray());
  assertEquals(layer.forward([nothing, list()[0]!]).select(0, 0).toArray(), layer.bias.toArray());
  layer.backward([nothing, list()[0]!], zeros([2, 4]));
});
