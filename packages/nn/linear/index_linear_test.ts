import { assert, assertEquals, assertThrows } from "@std/assert";
import { cat, type Dtype, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { IndexLinear } from "./index_linear.ts";
import type { Activity } from "../options.ts";
import { Linear } from "./linear.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const KEYS = [[3, 0, 3], [5], [1, 4]], VALUES = [[0.5, -1, 2], [1.5], [-0.5, 3]];
const keys = (dtype: Dtype = "int64"): Tensor[] => KEYS.map((k) => tensor(k, { dtype }));
const values = (dtype: Dtype = "float32"): Tensor[] => VALUES.map((v) => tensor(v, { dtype }));
const sizes = (): Tensor => tensor(KEYS.map((k) => k.length), { dtype: "int64" });

function make(doGradInput = true): IndexLinear {
  const layer = new IndexLinear(6, 4, doGradInput, 0, null, null, false, { generator: seeded() });
  layer.reset();
  return layer;
}
const options = { make, trueGradient: false, samples: false };

testLayer("IndexLinear of a sample", { ...options, input: (dtype) => [keys()[0]!, values(dtype)[0]!] });
testLayer("IndexLinear of a batch", { ...options, input: (dtype) => [keys(), values(dtype)] });

/** Forms of the same batch. */
function forms(dtype: Dtype): readonly Activity[][] {
  const flat = [cat(keys(), 0), cat(values(dtype), 0)];
  return [[keys(), values(dtype)], [...flat, sizes()], [flat[0]!.int(), flat[1]!, sizes().int()]];
}

Deno.test("IndexLinear computes what Linear does with dense inputs", () => {
  const linear = new Linear(6, 4, true, { dtype: "float64" }), x = zeros([3, 6], { dtype: "float64" });
  KEYS.forEach((k, b) => k.forEach((key, e) => x.set(b, key, x.get(b, key) + VALUES[b]![e]!)));
  for (const input of forms("float64")) {
    const layer = make().double(), g = numbers([3, 4]);
    layer.bias.uniform();
    linear.weight.copy(layer.weight.t());
    linear.bias!.copy(layer.bias);
    assertClose(layer.forward(input), linear.forward(x));
    for (const each of [layer, linear]) each.zeroGradParameters();
    const gradInput = layer.backward(input, g, 0.5);
    linear.backward(x, g, 0.5);
    assertClose(layer.gradWeight, linear.gradWeight.t());
    assertClose(layer.gradBias, linear.gradBias!);
    const [allKeys, gradients] = gradInput as [Tensor | Tensor[], Tensor | Tensor[]];
    const rows = (t: Tensor | Tensor[]) => Array.isArray(t) ? t.map((r) => r.toArray()) : t.toArray();
    assertEquals(rows(allKeys), [0, 1, 2].map(() => [0, 1, 2, 3, 4, 5]));
    assertClose(tensor(rows(gradients) as number[][], { dtype: "float64" }), linear.gradInput!);
  }
});

Deno.test("IndexLinear starts with zeros, reset() draws from U(−1/√n, 1/√n), n being the columns of the weights", () => {
  const layer = new IndexLinear(3, 16, false, 0, null, null, false, { generator: seeded() }), generator = seeded();
  assertEquals(layer.weight.norm() + layer.bias.norm(), 0);
  layer.reset();
  assertEquals(layer.weight.toArray(), zeros([3, 16]).uniform(-0.25, 0.25, { generator }).toArray());
  assertEquals(layer.bias.toArray(), zeros([16]).uniform(-0.25, 0.25, { generator }).mul(1e-6).toArray());
  const normalized = new IndexLinear(3, 12, false, 0, null, null, true);
  normalized.reset();
  assertEquals(normalized.weight.size(), [3, 16]);
  assertEquals(normalized.weight.narrow(1, 0, 4).norm(), 0);
  assert(normalized.weight.abs().max() <= 0.25);
});

Deno.test("IndexLinear adds keysOffset to keys", () => {
  const layer = make(), shifted = new IndexLinear(6, 4, true, -10, layer.weight, layer.bias);
  assert(shifted.weight === layer.weight);
  const y = layer.forward([keys()[0]!, values()[0]!]), moved = [keys()[0]!.add(10), values()[0]!];
  assertEquals(shifted.forward(moved).toArray(), y.toArray());
  const gradInput = shifted.backward(moved, y);
  assertEquals((gradInput[0] as Tensor).toArray(), [10, 11, 12, 13, 14, 15]);
});

Deno.test("IndexLinear zeroes and updates only the rows of keys that were used", () => {
  const layer = make(false), plain = layer.clone(), input = [keys(), values()], g = numbers([3, 4], "float32");
  for (let i = 0; i < 3; i++) {
    for (const each of [layer, plain]) {
      each.zeroGradParameters();
      for (let k = 0; k <= i; k++) {
        each.forward(input);
        each.backward(input, g);
      }
    }
    layer.gradWeight.select(0, 2).fill(7); // no sample has this key
    plain.touchedAll = true;
    layer.updateParameters(0.1);
    plain.updateParameters(0.1);
    assertClose(layer.weight, plain.weight);
    layer.zeroGradParameters();
    assertEquals(layer.gradWeight.abs().sum(), 28);
    layer.gradWeight.zero();
  }
});

Deno.test("IndexLinear.weightDecay lets the weights of used keys decay at an update", () => {
  const layer = make(false), input = [keys()[0]!, values()[0]!], before = layer.weight.clone();
  layer.weightDecay = 0.25;
  layer.zeroGradParameters();
  layer.forward(input);
  layer.backward(input, zeros([4]));
  layer.updateParameters(0.1);
  for (let k = 0; k < 6; k++) {
    const factor = k === 0 || k === 3 ? 0.75 : 1;
    assertClose(layer.weight.select(0, k), before.select(0, k).clone().mul(factor));
  }
});

Deno.test("IndexLinear.backwardUpdate() changes the weights as a step does", () => {
  const a = make(false), b = a.clone(), input = [keys(), values()], g = numbers([3, 4], "float32");
  a.zeroGradParameters();
  a.forward(input);
  a.backward(input, g);
  a.updateParameters(0.1);
  b.gradWeight.fill(8);
  b.forward(input);
  b.backwardUpdate(input, g, 0.1);
  assertClose(b.weight, a.weight);
  assertClose(b.bias, a.bias);
  assertEquals(b.gradWeight.sum(), 192);
});

Deno.test("IndexLinear divides values by the largest magnitude of their input in training", () => {
  const layer = new IndexLinear(3, 1, false, 0, null, null, true, { dtype: "float64" });
  layer.weight.narrow(1, 4, 1).fill(1);
  layer.weight.set(1, 3, 0.5); // bias of input 1
  const run = (key: number, value: number) =>
    layer.forward([tensor([key], { dtype: "int64" }), tensor([value], { dtype: "float64" })]).get(0);
  assertClose(run(0, 2), 1);
  assertClose(run(0, -4), -1);
  assertClose(run(0, 1), 0.25);
  assertClose(run(1, 3), 1.5);
  layer.evaluate();
  assertClose(run(0, 8), 1);
  assertClose(run(0, -2), -0.5);
  assertEquals(layer.weight.get(0, 0), 4);
  assertClose(run(2, 0), 0);
  assertClose(run(2, -7), -1);
});

Deno.test("IndexLinear with normalization: gradients agree with finite differences", () => {
  const layer = new IndexLinear(6, 4, false, 0, null, null, true, { dtype: "float64", generator: seeded() });
  const input = [keys(), values("float64")], g = numbers([3, 4]), step = 1e-6;
  layer.reset();
  layer.forward(input);
  layer.evaluate();
  layer.forward(input);
  layer.zeroGradParameters();
  layer.accGradParameters(input, g);
  const loss = () => layer.forward(input).dot(g);
  for (let k = 0; k < 6; k++) {
    for (let c = 0; c < 8; c++) {
      if (c < 3) {
        assertEquals(layer.gradWeight.get(k, c), 0);
        continue;
      }
      const w = layer.weight.get(k, c);
      layer.weight.set(k, c, w + step);
      const above = loss();
      layer.weight.set(k, c, w - step);
      const slope = (above - loss()) / (2 * step);
      layer.weight.set(k, c, w);
      assertClose(layer.gradWeight.get(k, c), slope, { relative: 1e-6 });
    }
  }
});

Deno.test("IndexLinear names what it takes", () => {
  const layer = make();
  const refuse = (input: Activity[], message: string) =>
    assertThrows(() => layer.forward(input), Error, `Cannot run IndexLinear.forward: ${message}`);
  const [k, v] = [keys()[0]!, values()[0]!];
  refuse([k], "input must be a list of keys, values and perhaps sizes but is a list of 1");
  refuse([keys(), values().slice(1)], "input must be lists of as many keys as values, at least one of each");
  refuse([k, v.narrow(0, 0, 2)], "input[1] must be [3] but is [2]");
  refuse([keys(), [v, v, v]], "input[1][1] must be [1] but is [3]");
  refuse([k.view(1, 3), v.view(1, 3)], "input[0] must be [n] but is [1, 3]");
  refuse([tensor([0, 6, 1], { dtype: "int64" }), v], "keys of input must hold positions from 0 to 5 but has 6 at [1]");
  refuse([tensor([0, 0.5, 1]), v], "input[0] must hold whole numbers but has 0.5 at [1]");
  refuse(
    [k, v, tensor([1, 1], { dtype: "int64" })],
    "input[2] must hold sizes from 0 that add up to the 3 keys but holds",
  );
  layer.forward([k, v]);
  assertThrows(
    () => layer.backward([k, v], zeros([3])),
    TypeError,
    "Cannot run IndexLinear.backward: gradOutput must be [4] but is [3]",
  );
});

Deno.test("IndexLinear checks its arguments", () => {
  assertThrows(
    () => new IndexLinear(0, 2),
    RangeError,
    "Cannot run IndexLinear: inputSize must be at least 1 but is 0",
  );
  assertThrows(
    () => new IndexLinear(6, 2, true, 0, null, null, true),
    TypeError,
    "Cannot run IndexLinear: with normalization there is no gradient with respect to the input",
  );
  assertThrows(
    () => new IndexLinear(6, 2, false, 0, zeros([6, 3])),
    TypeError,
    "Cannot run IndexLinear: weight must be float32 of size [6, 2] but is float32 of size [6, 3]",
  );
  assertEquals(String(make()), "nn.IndexLinear(6 -> 4)");
});
