import { assert, assertEquals, assertThrows } from "@std/assert";
import { eye, mm, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MultiHeadAttention } from "../attention/multi_head_attention.ts";
import { Sequential } from "../containers/sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { Linear } from "../linear/linear.ts";
import { LayerNorm } from "../normalization/layer_norm.ts";
import { seeded } from "../testing.ts";
import { ReLU } from "../transfer/relu.ts";
import * as init from "./mod.ts";

const weights = (...size: number[]): Tensor => zeros(size, { dtype: "float64" });

/** Draws many numbers and compares their spread, mean and largest magnitude. */
function assertSpread(x: Tensor, std: number, largest = Infinity): void {
  assertClose(x.std(), std, { relative: 0.03 });
  assertClose(x.mean(), 0, { absolute: 0.05 * std }); // five times its standard deviation
  assert(x.max() <= largest && x.min() >= -largest);
  if (largest < Infinity) assert(x.max() > 0.98 * largest && x.min() < -0.98 * largest);
}

Deno.test("fans() counts as PyTorch does", () => {
  assertEquals(init.fans(weights(20, 10)), [10, 20]);
  assertEquals(init.fans(weights(20, 10, 3, 5)), [150, 300]);
  assertEquals(init.fans(weights(20, 10, 2, 2, 2)), [80, 160]);
  assertThrows(
    () => init.fans(weights(3)),
    TypeError,
    "Cannot run fans: the tensor must be [outputs, inputs, …], of 2 dimensions at least, but is [3]",
  );
  assertThrows(
    () => init.heNormal(3 as unknown as Tensor),
    TypeError,
    "Cannot run heNormal: the tensor must be a tensor",
  );
});

Deno.test("calculateGain() knows the usual functions", () => {
  const gains = (["linear", "sigmoid", "tanh", "relu", "selu"] as const).map((name) => init.calculateGain(name));
  assertEquals(gains, [1, 1, 5 / 3, Math.SQRT2, 0.75]);
  assertClose(init.calculateGain("leakyReLU", 0.5), Math.sqrt(1.6));
  assertThrows(
    () => init.calculateGain("gelu" as "relu"),
    TypeError,
    'Cannot run calculateGain: nonlinearity must be one of linear, sigmoid, tanh, relu, leakyReLU, selu but is "gelu"',
  );
});

Deno.test("xavierUniform() and xavierNormal() depend on both fans", () => {
  const generator = seeded(), s = Math.sqrt(2 / 140);
  assertSpread(init.xavierUniform(weights(60, 80), { generator }), s, Math.sqrt(3) * s);
  assertSpread(init.xavierNormal(weights(60, 80), { generator, gain: 2 }), 2 * s);
  assertSpread(init.xavierNormal(weights(30, 20, 3, 3), { generator }), Math.sqrt(2 / 450));
});

Deno.test("heUniform() and heNormal() depend on one fan and the function", () => {
  const generator = seeded(), s = Math.sqrt(2 / 80);
  assertSpread(init.heUniform(weights(60, 80), { generator }), s, Math.sqrt(3) * s);
  assertSpread(init.heNormal(weights(60, 80), { generator, mode: "fanOut" }), Math.sqrt(2 / 60));
  assertSpread(init.heNormal(weights(60, 80), { generator, nonlinearity: "tanh" }), 5 / 3 / Math.sqrt(80));
  assertSpread(init.heNormal(weights(60, 80), { generator, nonlinearity: "leakyReLU", slope: 1 }), 1 / Math.sqrt(80));
  assertSpread(init.heNormal(weights(60, 80), { generator, gain: 3 }), 3 / Math.sqrt(80));
  assertThrows(
    () => init.heNormal(weights(2, 2), { mode: "fan" as "fanIn" }),
    TypeError,
    'Cannot run heNormal: mode must be one of fanIn, fanOut but is "fan"',
  );
});

Deno.test("orthogonal() makes rows or columns orthogonal", () => {
  const generator = seeded(), identity = (n: number) => eye(n, n, { dtype: "float64" });
  const wide = init.orthogonal(weights(3, 7), { generator });
  assertClose(mm(wide, wide.t()), identity(3), { absolute: 1e-12 });
  const tall = init.orthogonal(weights(7, 3), { generator, gain: 2 });
  assertClose(mm(tall.t(), tall), identity(3).mul(4), { absolute: 1e-12 });
  const kernels = init.orthogonal(weights(4, 2, 3, 3), { generator }).view(4, 18);
  assertClose(mm(kernels, kernels.t()), identity(4), { absolute: 1e-12 });
  let trace = 0;
  for (let i = 0; i < 400; i++) trace += init.orthogonal(weights(3, 3), { generator }).trace() / 400;
  assertClose(trace, 0, { absolute: 0.2 });
});

Deno.test("constant(), uniform() and normal() fill a tensor", () => {
  const generator = seeded(), x = weights(50, 80);
  assertEquals(init.constant(x, 3).mean(), 3);
  assertSpread(init.uniform(x, { from: -2, to: 2, generator }), 2 / Math.sqrt(3), 2);
  assertSpread(init.normal(x, { std: 5, generator }), 5);
});

/** Mean and standard deviation of the normal distribution between two ends, by summing its density. */
function moments(low: number, high: number): [number, number] {
  const sums = [0, 0, 0], n = 20000, nearest = Math.max(low, Math.min(0, high));
  for (let i = 0; i < n; i++) {
    const z = low + (i + 0.5) / n * (high - low), density = Math.exp((nearest ** 2 - z ** 2) / 2);
    for (let k = 0; k < 3; k++) sums[k]! += density * z ** k;
  }
  const mean = sums[1]! / sums[0]!;
  return [mean, Math.sqrt(sums[2]! / sums[0]! - mean ** 2)];
}

Deno.test("truncatedNormal() draws between its ends, wherever they lie", () => {
  const generator = seeded();
  for (
    const [from, to] of [[-2, 2], [-0.5, 0.5], [0, 3], [1, 1.2], [4, 5], [4, 60], [-9, -6], [-1, 0], [-30, -29.99]]
  ) {
    const x = init.truncatedNormal(weights(100, 80), {
      mean: 10,
      std: 2,
      from: 10 + 2 * from!,
      to: 10 + 2 * to!,
      generator,
    });
    const [mean, std] = moments(from!, Math.min(to!, from! + 20));
    assert(x.min() >= 10 + 2 * from! - 1e-9 && x.max() <= 10 + 2 * to! + 1e-9, `${from} ${to}`);
    assertClose((x.mean() - 10) / 2, mean, { absolute: 0.05 * std });
    assertClose(x.std() / 2, std, { relative: 0.03 });
  }
  assertThrows(
    () => init.truncatedNormal(weights(2), { from: 1, to: 0 }),
    RangeError,
    "Cannot run truncatedNormal: to must be at least 1 but is 0",
  );
  assertThrows(
    () => init.truncatedNormal(weights(2), { from: 1, to: 1 }),
    RangeError,
    "from must be below to but both are 1",
  );
  assertThrows(() => init.truncatedNormal(weights(2), { std: 0 }), RangeError, "std must be");
});

Deno.test("initialize() sets weights, zeroes biases and leaves the rest", () => {
  const shared = new Linear(4, 4), twin = shared.clone().share(shared, "weight", "bias"), norm = new LayerNorm(4);
  norm.weight!.fill(0.7);
  const attention = new MultiHeadAttention(4, 2);
  const net = new Sequential().add(new SpatialConvolution(1, 2, 3, 3)).add(new ReLU()).add(shared).add(twin).add(norm)
    .add(
      attention,
    );
  net.parameters()[0].forEach((p) => p.dim() === 1 && p !== norm.weight && p.fill(5));
  const sizes: number[][] = [];
  assert(
    init.initialize(net, (weight) => {
      sizes.push(weight.size());
      init.constant(weight, 2);
    }) === net,
  );
  assertEquals(sizes, [[2, 1, 3, 3], [4, 4], [12, 4], [4, 4]]);
  for (const p of net.parameters()[0]) {
    assertEquals(p.mean(), p === norm.weight ? norm.weight!.mean() : p.dim() > 1 ? 2 : 0);
  }
  assertClose(norm.weight!, [0.7, 0.7, 0.7, 0.7]);
  assertThrows(
    () => init.initialize(net, 3 as unknown as init.Initializer),
    TypeError,
    "Cannot run initialize: initializer must be a function but is 3",
  );
});
