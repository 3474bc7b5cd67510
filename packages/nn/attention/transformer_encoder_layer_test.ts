import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Sequential } from "../containers/sequential.ts";
import { Dropout } from "../noise/dropout.ts";
import { numbers, seeded, testLayer } from "../testing.ts";
import { FeedForward } from "./feed_forward.ts";
import { TransformerEncoderLayer, type TransformerEncoderLayerOptions } from "./transformer_encoder_layer.ts";

function layer(options?: TransformerEncoderLayerOptions): TransformerEncoderLayer {
  return new TransformerEncoderLayer(4, 2, { generator: seeded(), dropout: 0, feedForward: 8, ...options });
}

testLayer("FeedForward", {
  make: () => new FeedForward(4, 6, { activation: "gelu", generator: seeded() }),
  size: [2, 3, 4],
  large: [20, 30, 4],
});
testLayer("TransformerEncoderLayer", { make: () => layer(), size: [3, 5, 4], large: [20, 30, 4], tolerance: 2e-5 });
testLayer("TransformerEncoderLayer of a language model", {
  make: () => layer({ causal: true, preNorm: true, activation: "gelu" }),
  size: [2, 5, 4],
  large: [20, 30, 4],
});

Deno.test("TransformerEncoderLayer sees nothing of later positions if causal", () => {
  const model = layer({ causal: true, dtype: "float64" }), x = numbers([1, 6, 4]), y = model.forward(x).clone();
  x.narrow(1, 4, 2).fill(7);
  assertClose(model.forward(x).narrow(1, 0, 4), y.narrow(1, 0, 4));
});

Deno.test("TransformerEncoderLayer.setMask() hides positions", () => {
  const model = layer({ dtype: "float64" }), x = numbers([2, 4, 4]);
  model.setMask(tensor([[[0, 0, 0, 1]], [[0, 0, 0, 1]]], { dtype: "uint8" }));
  const y = model.forward(x).clone();
  x.select(1, 3).fill(5);
  assertClose(model.forward(x).narrow(1, 0, 3), y.narrow(1, 0, 3));
});

Deno.test("TransformerEncoderLayer drops elements in training only, in the places that PyTorch has", () => {
  const model = layer({ dropout: 0.3 }), x = numbers([2, 3, 4], "float32");
  assertEquals(model.findModules(Dropout)[0].map(({ p }) => p), [0.3, 0.3, 0.3, 0.3]);
  assert(!model.forward(x).clone().equal(model.forward(x)));
  model.evaluate();
  assert(model.forward(x).clone().equal(model.forward(x)));
});

Deno.test("TransformerEncoderLayer is made of modules: it is counted, copied and described", () => {
  const model = new TransformerEncoderLayer(8, 2, { feedForward: 16, dropout: 0 });
  assertEquals(model.summary([2, 3, 8]).parameters, 4 * 64 + 32 + 2 * 128 + 24 + 32);
  assertEquals(model.summary([2, 3, 8]).multiplyAdds, 4 * 6 * 64 + 2 * 2 * 9 * 8 + 2 * 6 * 128);
  const copy = model.clone(), x = numbers([2, 3, 8], "float32");
  assert(copy.attention !== model.attention && copy.forward(x).equal(model.forward(x)));
  assertEquals(
    String(model),
    `nn.TransformerEncoderLayer {
  [input -> (1) -> (2) -> (3) -> (4) -> output]
  (1): nn.Residual {
    [input -> (1) -> output]
    (1): nn.MultiHeadAttention(8, 2)
  }
  (2): nn.LayerNorm(8)
  (3): nn.Residual {
    [input -> (1) -> output]
    (1): nn.FeedForward {
      [input -> (1) -> (2) -> (3) -> output]
      (1): nn.Linear(8 -> 16)
      (2): nn.ReLU
      (3): nn.Linear(16 -> 8)
    }
  }
  (4): nn.LayerNorm(8)
}`,
  );
});

Deno.test("TransformerEncoderLayer stacks and learns", () => {
  const options = { preNorm: true } as const, generator = seeded();
  const net = new Sequential().add(layer({ ...options, generator })).add(layer({ ...options, generator }));
  const x = numbers([4, 5, 4], "float32"), target = numbers([4, 5, 4], "float32", 9);
  const losses = Array.from({ length: 200 }, () => {
    const error = net.forward(x).clone().add(-1, target);
    net.zeroGradParameters();
    net.backward(x, error, 0.05);
    net.updateParameters(0.1);
    return error.norm();
  });
  assert(losses.at(-1)! < 0.5 * losses[0]!, `${losses[0]} became ${losses.at(-1)}`);
});

Deno.test("TransformerEncoderLayer.backwardUpdate() changes the parameters as a step does", () => {
  for (const preNorm of [false, true]) {
    const a = layer({ preNorm }),
      b = a.clone(),
      x = numbers([2, 3, 4], "float32"),
      g = numbers([2, 3, 4], "float32", 5);
    a.zeroGradParameters();
    a.forward(x);
    const gradInput = a.backward(x, g).clone();
    a.updateParameters(0.1);
    b.forward(x);
    assertClose(b.backwardUpdate(x, g, 0.1), gradInput);
    b.parameters()[0].forEach((p, k) => assertClose(p, a.parameters()[0][k]!));
  }
});

Deno.test("TransformerEncoderLayer is the first of a net that needs no gradient with respect to its input", () => {
  const net = new Sequential().add(layer()).add(layer()), full = net.clone(), x = numbers([2, 3, 4], "float32");
  net.gradInput = null;
  for (const model of [net, full]) {
    model.zeroGradParameters();
    model.forward(x);
    model.backward(x, x);
  }
  net.parameters()[1].forEach((gradient, k) => assert(gradient.equal(full.parameters()[1][k]!)));
});

Deno.test("FeedForward and TransformerEncoderLayer say what does not fit", () => {
  const maps = new FeedForward(4, 8), x = zeros([2, 3, 4]);
  assertThrows(
    () => maps.forward(zeros([2, 5])),
    TypeError,
    "Cannot run FeedForward.forward: input must be […, 4] but is [2, 5]",
  );
  maps.forward(x);
  assertThrows(
    () => maps.backward(x, zeros([2, 4])),
    TypeError,
    "Cannot run FeedForward.backward: gradOutput must be [2, 3, 4] but is [2, 4]",
  );
  const error = assertThrows(() => layer().forward(zeros([2, 3, 5])), TypeError);
  assertMatch(error.message, /^in TransformerEncoderLayer\[0\] > Residual\[0\] > MultiHeadAttention\(4, 2\): /);
  assertThrows(
    () => layer({ activation: "tanh" as "relu" }),
    TypeError,
    'Cannot run FeedForward: activation must be one of relu, gelu but is "tanh"',
  );
  assertThrows(
    () => layer({ dropout: -1 }),
    RangeError,
    "TransformerEncoderLayer: dropout must be from 0 to 1 but is -1",
  );
  assertThrows(() => layer({ feedForward: 0 }), RangeError, "FeedForward: hiddenDim must be at least 1 but is 0");
});
