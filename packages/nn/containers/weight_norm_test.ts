import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Sequential } from "./sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { Linear } from "../linear/linear.ts";
import { Tanh } from "../transfer/tanh.ts";
import { WeightNorm } from "./weight_norm.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const options = { generator: seeded() };
const linear = (outputDim = 0, bias = true) =>
  new WeightNorm(new Linear(3, 4, bias, options), outputDim, { generator: seeded() });
const convolution = () =>
  new WeightNorm(new SpatialConvolution(2, 3, 3, 2, 1, 1, 0, 0, options), 0, { generator: seeded() });

testLayer("WeightNorm of Linear", { make: linear, size: [5, 3], large: [3000, 3] });
testLayer("WeightNorm of Linear without bias", { make: () => linear(0, false), size: [5, 3] });
testLayer("WeightNorm along another dimension", { make: () => linear(1), size: [5, 3] });
testLayer("WeightNorm of SpatialConvolution", { make: convolution, size: [3, 2, 4, 5], large: [60, 2, 40, 50] });
testLayer("WeightNorm of SpatialConvolution along the columns", {
  make: () => new WeightNorm(new SpatialConvolution(2, 3, 3, 2, 1, 1, 0, 0, options), -1, { generator: seeded() }),
  size: [3, 2, 4, 5],
});

Deno.test("WeightNorm draws directions from a normal distribution, lengths are their norms, biases 0", () => {
  const layer = linear(), v = zeros([4, 3]).normal(0, Math.sqrt(2 / 3), { generator: seeded() });
  assertEquals(layer.v.toArray(), v.toArray());
  assertClose(layer.g, v.norm(2, 1));
  assertEquals(layer.get<Linear>(0).bias!.norm(), 0);
  assertEquals(convolution().v.size(), [3, 12]);
  assertEquals(linear(1).v.size(), [3, 4]);
  const wide = new WeightNorm(new Linear(200, 200));
  wide.reset(0.5);
  assertClose(wide.v.std(), 0.5, { absolute: 0.01 });
});

Deno.test("WeightNorm weights are g v / √(‖v‖² + 10⁻⁴)", () => {
  const layer = linear(1).double(), { v, g } = layer, weight = layer.updateWeight().get<Linear>(0).weight;
  v.select(0, 2).zero();
  layer.forward(numbers([5, 3]));
  for (let i = 0; i < 3; i++) {
    const length = Math.sqrt(v.select(0, i).norm() ** 2 + 1e-4);
    assertClose(weight.select(1, i), v.select(0, i).clone().mul(g.get(i, 0) / length));
  }
});

Deno.test("WeightNorm.evaluate() computes the weights once", () => {
  const layer = linear(), x = numbers([5, 3], "float32"), y = layer.forward(x).clone();
  layer.evaluate();
  layer.g.mul(2);
  assertClose(layer.forward(x), y);
  assertEquals(layer.updateWeight().forward(x).dist(y) > 0.1, true);
});

Deno.test("WeightNorm.backwardUpdate() changes all parameters as a step does", () => {
  const a = linear(), b = a.clone(), x = numbers([4, 3], "float32"), g = numbers([4, 4], "float32");
  a.zeroGradParameters();
  a.forward(x);
  a.backward(x, g);
  a.updateParameters(0.1);
  b.gradV.fill(8);
  b.forward(x);
  b.backwardUpdate(x, g, 0.1);
  b.parameters()[0].forEach((p, k) => assertClose(p, a.parameters()[0][k]!));
  assertEquals(b.gradV.sum(), 96);
});

Deno.test("WeightNorm in a net: parameters are its own, modules inside are reached", () => {
  const net = new Sequential().add(linear()).add(new Tanh()), [flat] = net.getParameters();
  assertEquals(flat.nElement(), 12 + 4 + 4);
  flat.fill(0.5);
  assertEquals(net.get<WeightNorm>(0).v.sum(), 6);
  assert(net.findModules(Linear)[0].length === 1);
  net.evaluate();
  assertEquals(net.get<WeightNorm>(0).get(0).train, false);
});

Deno.test("WeightNorm says what it takes, and where a module failed", () => {
  assertThrows(
    () => new WeightNorm(new Tanh()),
    TypeError,
    "Cannot run WeightNorm: the module must have weights and at most biases besides but is nn.Tanh",
  );
  assertThrows(() => new WeightNorm(new Sequential().add(linear())), TypeError, "must have weights");
  assertThrows(() => new WeightNorm(3 as unknown as Linear), TypeError, "Cannot run WeightNorm: the module must be");
  assertThrows(() => linear(2), RangeError, "Cannot run WeightNorm: outputDim must be from -2 to 1 but is 2");
  assertThrows(
    () => linear().forward(zeros([5, 4])),
    TypeError,
    "in WeightNorm[0] > Linear(3 -> 4): Cannot run Linear.forward: input must be [batch, 3] but is [5, 4]",
  );
});

Deno.test("WeightNorm.toString() is Torch7's text", () => {
  assertEquals(String(linear()), "nn.WeightNorm [nn.Linear(3 -> 4)]");
});
