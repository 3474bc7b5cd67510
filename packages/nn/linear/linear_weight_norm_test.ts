import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "./linear.ts";
import { LinearWeightNorm } from "./linear_weight_norm.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = (bias = true) => new LinearWeightNorm(3, 4, bias, 1e-16, { generator: seeded() });

testLayer("LinearWeightNorm", { make, size: [5, 3], large: [3000, 3] });
testLayer("LinearWeightNorm without bias", { make: () => make(false), size: [5, 3] });

Deno.test("LinearWeightNorm starts as Linear", () => {
  const layer = make(), linear = new Linear(3, 4, true, { generator: seeded() }), x = numbers([5, 3], "float32");
  assertEquals(layer.v.toArray(), linear.weight.toArray());
  assertClose(layer.g, linear.weight.norm(2, 1));
  assertClose(layer.forward(x), linear.forward(x));
  layer.reset(0.5);
  assertClose(layer.g, layer.v.norm(2, 1));
});

Deno.test("LinearWeightNorm lengths scale the weights", () => {
  const layer = make(), x = numbers([5, 3], "float32"), y = layer.noBias().forward(x).clone();
  layer.v.mul(7);
  assertClose(layer.forward(x), y);
  layer.g.mul(2);
  assertClose(layer.forward(x), y.mul(2));
});

Deno.test("LinearWeightNorm of directions 0 computes zeros, with finite gradients", () => {
  const layer = make(), x = numbers([5, 3], "float32"), g = numbers([5, 4], "float32", 5);
  layer.v.zero();
  layer.g.zero();
  layer.noBias();
  assertEquals(layer.forward(x).norm(), 0);
  layer.backward(x, g);
  assertEquals([layer.gradV.norm(), layer.gradG.norm()], [0, 0]);
});

Deno.test("LinearWeightNorm.evaluate() computes the weights once", () => {
  const layer = make(), x = numbers([5, 3], "float32"), y = layer.forward(x).clone();
  layer.evaluate();
  layer.g.mul(2);
  assertClose(layer.forward(x), y);
  layer.updateWeightMatrix();
  assertEquals(layer.forward(x).dist(y) > 0.1, true);
  const trained = layer.forward(x).clone();
  layer.training();
  assertClose(layer.forward(x), trained);
});

Deno.test("LinearWeightNorm converts from and to Linear", () => {
  const linear = new Linear(3, 4, true, { dtype: "float64" }), x = numbers([5, 3]), y = linear.forward(x);
  const layer = LinearWeightNorm.fromLinear(linear);
  assertClose(layer.forward(x), y);
  assertClose(layer.toLinear().forward(x), y);
  assertEquals(layer.toLinear().toString(), "nn.Linear(3 -> 4)");
  assertEquals(LinearWeightNorm.fromLinear(linear.noBias()).toLinear().bias, null);
});

Deno.test("LinearWeightNorm.backwardUpdate() changes all parameters as a step does", () => {
  const a = make(), b = a.clone(), x = numbers([4, 3], "float32"), g = numbers([4, 4], "float32");
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

Deno.test("LinearWeightNorm checks its arguments", () => {
  assertThrows(() => new LinearWeightNorm(0, 2), RangeError, "inputSize must be at least 1 but is 0");
  assertThrows(
    () => new LinearWeightNorm(1, 2, true, -1),
    RangeError,
    "Cannot run LinearWeightNorm: eps must be at least 0 but is -1",
  );
  assertThrows(
    () => make().forward(zeros([5, 4])),
    TypeError,
    "Cannot run LinearWeightNorm.forward: input must be [batch, 3] but is [5, 4]",
  );
  assertEquals(String(make()), "nn.LinearWeightNorm(3 -> 4)");
});
