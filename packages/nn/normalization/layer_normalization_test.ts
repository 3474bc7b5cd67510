import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { LayerNormalization } from "./layer_normalization.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

function make(affine = true): LayerNormalization {
  const layer = new LayerNormalization(5, 0.5, 1e-3, affine);
  layer.weight?.uniform(0.5, 2, { generator: seeded() });
  layer.bias?.uniform(-1, 1, { generator: seeded() });
  return layer;
}

testLayer("LayerNormalization", { make, size: [4, 5], samples: false, large: [9000, 5] });
testLayer("LayerNormalization without weights", {
  make: () => make(false),
  size: [4, 5],
  samples: false,
  large: [9000, 5],
});

Deno.test("LayerNormalization is (x − mean) √n / √(Σ (x − mean)² + eps) · weight + bias of one row", () => {
  const layer = make().double(), x = numbers([5]), y = layer.forward(x), centred = x.clone().add(-x.mean());
  const expected = centred.mul(Math.sqrt(5) / Math.sqrt(centred.dot(centred) + 1e-3));
  assertClose(y, expected.cmul(layer.weight!).add(layer.bias!), { relative: 1e-12 });
});

Deno.test("LayerNormalization takes the means of a batch from rows k mod batch, as Torch7 does", () => {
  const layer = make(false).double(), x = numbers([4, 5]), y = layer.forward(x), flat = x.clone().view(20);
  for (let k = 0; k < 20; k++) flat.set(k, flat.get(k) - x.select(0, k % 4).mean());
  for (let i = 0; i < 4; i++) {
    const centred = flat.narrow(0, 5 * i, 5);
    assertClose(y.select(0, i), centred.clone().mul(Math.sqrt(5) / Math.sqrt(centred.dot(centred) + 1e-3)), {
      relative: 1e-12,
    });
  }
});

Deno.test("LayerNormalization starts with weights 1 and the given biases", () => {
  const layer = new LayerNormalization(3, 0.25);
  assertEquals(layer.weight!.toArray(), [1, 1, 1]);
  assertEquals(layer.bias!.toArray(), [0.25, 0.25, 0.25]);
  layer.parameters()[0].forEach((p) => p.fill(9));
  layer.reset();
  assertEquals([layer.weight!.sum(), layer.bias!.sum()], [3, 0.75]);
  assertEquals(new LayerNormalization(3, 0, 1e-10, false).parameters(), [[], []]);
});

Deno.test("LayerNormalization of equal or large numbers stays finite", () => {
  for (const value of [0, 1, 1e4]) {
    const layer = new LayerNormalization(4), x = zeros([2, 4]).fill(value), g = numbers([2, 4], "float32");
    assertEquals(layer.forward(x).norm(), 0);
    assert(Number.isFinite(layer.backward(x, g).norm()));
  }
  const layer = new LayerNormalization(4), x = numbers([2, 4], "float32").mul(1e4);
  assert(Number.isFinite(layer.forward(x).norm()));
});

Deno.test("LayerNormalization.backward() in parts is that in one pass", () => {
  const layer = make(), x = numbers([4, 5], "float32"), g = numbers([4, 5], "float32", 5);
  layer.forward(x);
  const whole = layer.backward(x, g).clone(), gradWeight = layer.gradWeight!.clone();
  layer.zeroGradParameters();
  assert(layer.updateGradInput(x, g).equal(whole));
  layer.accGradParameters(x, g);
  assert(layer.gradWeight!.equal(gradWeight));
});

Deno.test("LayerNormalization names what it takes", () => {
  const layer = make();
  assertThrows(
    () => layer.backward(zeros([4, 5]), zeros([4, 5])),
    TypeError,
    "Cannot run LayerNormalization.backward: forward must be called before",
  );
  assertThrows(
    () => layer.forward(zeros([4, 4])),
    TypeError,
    "Cannot run LayerNormalization.forward: input must be [batch, 5] but is [4, 4]",
  );
  layer.forward(zeros([4, 5]));
  assertThrows(
    () => layer.backward(zeros([4, 5]), zeros([5])),
    TypeError,
    "Cannot run LayerNormalization.backward: gradOutput must be [4, 5] but is [5]",
  );
  assertThrows(
    () => new LayerNormalization(0),
    RangeError,
    "Cannot run LayerNormalization: nOutput must be at least 1 but is 0",
  );
  assertThrows(
    () => new LayerNormalization(3, 0, -1),
    RangeError,
    "Cannot run LayerNormalization: eps must be at least 0 but is -1",
  );
  assertEquals(String(make()), "nn.LayerNormalization(5)");
});
