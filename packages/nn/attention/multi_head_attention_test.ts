import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, assertGradient } from "@taimatsu/tensor/testing";
import { numbers, seeded, testLayer } from "../testing.ts";
import { MultiHeadAttention, type MultiHeadAttentionOptions } from "./multi_head_attention.ts";

type Lists = readonly Tensor[];

function attention(embedDim: number, heads: number, options?: MultiHeadAttentionOptions): MultiHeadAttention {
  const layer = new MultiHeadAttention(embedDim, heads, { generator: seeded(), ...options });
  layer.inBias?.uniform(-0.5, 0.5, { generator: seeded() });
  layer.outBias?.uniform(-0.5, 0.5, { generator: seeded() });
  return layer;
}

/** Attention as it is defined, in float64, sample by sample and head by head. */
function reference(layer: MultiHeadAttention, [query, key, value]: Lists, hidden: (t: number, s: number) => boolean) {
  const { embedDim: d, numHeads } = layer, n = d / numHeads;
  const map = (x: Tensor, k: number): Tensor => {
    const y = zeros([x.size(0), d], { dtype: "float64" }).addmm(x, layer.inWeight.narrow(0, k * d, d).t());
    return layer.inBias === null ? y : y.add(layer.inBias.narrow(0, k * d, d));
  };
  const [q, k, v] = [map(query!, 0), map(key!, 1), map(value!, 2)], context = zeros(q!.size(), { dtype: "float64" });
  for (let h = 0; h < numHeads; h++) {
    for (let t = 0; t < q!.size(0); t++) {
      const row = q!.select(0, t).narrow(0, h * n, n).contiguous();
      const scores = Array.from(
        { length: k!.size(0) },
        (_, s) => hidden(t, s) ? 0 : Math.exp(row.dot(k!.select(0, s).narrow(0, h * n, n).contiguous()) / Math.sqrt(n)),
      );
      const total = scores.reduce((a, b) => a + b, 0);
      const out = context.select(0, t).narrow(0, h * n, n);
      scores.forEach((score, s) => {
        if (total > 0) out.add(score / total, v!.select(0, s).narrow(0, h * n, n));
      });
    }
  }
  const y = zeros(context.size(), { dtype: "float64" }).addmm(context, layer.outWeight.t());
  return layer.outBias === null ? y : y.add(layer.outBias);
}

const never = (): boolean => false, later = (t: number, s: number): boolean => s > t;

testLayer("MultiHeadAttention", { make: () => attention(6, 2), size: [3, 5, 6], large: [16, 40, 6] });
testLayer("MultiHeadAttention of many positions", {
  make: () => attention(16, 2),
  size: [2, 3, 16],
  large: [4, 130, 16],
});
testLayer("MultiHeadAttention of few samples", { make: () => attention(6, 3), size: [2, 4, 6] });
testLayer("MultiHeadAttention, causal, without biases", {
  make: () => attention(4, 2, { causal: true, bias: false }),
  size: [2, 5, 4],
});
testLayer("MultiHeadAttention of queries, keys and values", {
  make: () => attention(4, 2) as unknown as MultiHeadAttention<Lists>,
  size: [[3, 5, 4], [3, 2, 4], [3, 2, 4]],
});
testLayer("MultiHeadAttention with a mask", {
  make: () => attention(4, 1).setMask(tensor([[0, 1, -0.5], [-Infinity, 0, 0], [2, 0, 1]])),
  size: [2, 3, 4],
});

Deno.test("MultiHeadAttention is softmax(q kᵀ / √d) v between linear maps", () => {
  for (const heads of [1, 2, 4]) {
    for (const causal of [false, true]) {
      const layer = attention(8, heads, { causal, dtype: "float64" }), x = numbers([3, 5, 8]);
      const y = layer.forward(x);
      for (let i = 0; i < 3; i++) {
        const sample = x.select(0, i);
        assertClose(y.select(0, i), reference(layer, [sample, sample, sample], causal ? later : never));
      }
    }
  }
});

Deno.test("MultiHeadAttention lets queries attend to other keys and values", () => {
  const layer = attention(6, 2, { dtype: "float64" }), cross = layer as unknown as MultiHeadAttention<Lists>;
  const query = numbers([2, 4, 6]), key = numbers([2, 7, 6], "float64", 8), value = numbers([2, 7, 6], "float64", 9);
  const y = cross.forward([query, key, value]);
  for (let i = 0; i < 2; i++) {
    assertClose(y.select(0, i), reference(layer, [query, key, value].map((x) => x.select(0, i)), never));
  }
  const g = numbers([2, 4, 6], "float64", 4), gradients = cross.backward([query, key, value], g);
  assertEquals(gradients.map((x) => x.size()), [[2, 4, 6], [2, 7, 6], [2, 7, 6]]);
  const single = layer.forward(query).clone(), whole = layer.backward(query, g).clone();
  assertClose(cross.forward([query, query, query]), single);
  const [a, b, c] = cross.backward([query, query, query], g) as [Tensor, Tensor, Tensor];
  assertClose(a.clone().add(b).add(c), whole);
});

Deno.test("MultiHeadAttention.setMask() hides keys, and queries that see none get nothing", () => {
  const x = numbers([2, 4, 6]), hidden = [[0, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1], [1, 0, 0, 1]];
  for (const dtype of ["uint8", "bool", "float64"] as const) {
    for (const heads of [1, 3]) {
      const layer = attention(6, heads, { dtype: "float64" });
      const mask = tensor(hidden, { dtype });
      if (dtype === "float64") mask.mul(-1e38);
      const y = layer.setMask(mask).forward(x);
      for (let i = 0; i < 2; i++) {
        const sample = x.select(0, i);
        assertClose(y.select(0, i), reference(layer, [sample, sample, sample], (t, s) => hidden[t]![s] === 1));
      }
      assertClose(y.select(1, 2), layer.outBias!.expand(2, 6));
      const g = numbers(y.size(), "float64", 5), gradInput = layer.backward(x, g).clone();
      assertGradient(gradInput, x, () => layer.forward(x).dot(g));
      layer.setMask(null);
      assertClose(
        layer.forward(x).select(0, 0),
        reference(layer, [x.select(0, 0), x.select(0, 0), x.select(0, 0)], never),
      );
    }
  }
});

Deno.test("MultiHeadAttention.setMask() takes a mask for each sample, alone and with the order in time", () => {
  const x = numbers([3, 4, 6]), padding = tensor([[[0, 0, 1, 1]], [[0, 0, 0, 0]], [[0, 1, 0, 1]]], { dtype: "uint8" });
  for (const causal of [false, true]) {
    for (const heads of [2, 6]) {
      const layer = attention(6, heads, { dtype: "float64", causal }), y = layer.setMask(padding).forward(x);
      for (let i = 0; i < 3; i++) {
        const sample = x.select(0, i), hidden = padding.select(0, i).select(0, 0);
        const hides = (t: number, s: number): boolean => hidden.get(s) === 1 || (causal && s > t);
        assertClose(y.select(0, i), reference(layer, [sample, sample, sample], hides));
      }
    }
  }
});

Deno.test("MultiHeadAttention.attentionWeights() returns what each query saw", () => {
  for (const [batch, heads] of [[3, 2], [2, 3]] as const) {
    const layer = attention(6, heads, { causal: true, dtype: "float64" });
    layer.forward(numbers([batch, 4, 6]));
    const weights = layer.attentionWeights();
    assertEquals(weights.size(), [batch, heads, 4, 4]);
    assertClose(weights.sum(3), ones([batch, heads, 4, 1], { dtype: "float64" }));
    assertEquals(weights.select(2, 1).narrow(2, 2, 2).max(), 0);
  }
});

Deno.test("MultiHeadAttention drops weights in training only", () => {
  const layer = attention(8, 2, { dropout: 0.5, dtype: "float64" }), plain = attention(8, 2, { dtype: "float64" });
  const x = numbers([3, 6, 8]), g = numbers([3, 6, 8], "float64", 5);
  assertEquals(layer.children().length, 1);
  assert(!layer.forward(x).equal(plain.forward(x)));
  assert(layer.evaluate().forward(x).equal(plain.forward(x)));
  assert(layer.backward(x, g).equal(plain.backward(x, g)));
});

Deno.test("MultiHeadAttention passes gradients through dropout", () => {
  const generator = seeded(), layer = attention(4, 2, { dropout: 0.5, dtype: "float64", generator });
  const x = numbers([2, 3, 4]), g = numbers([2, 3, 4], "float64", 5);
  const forward = (): Tensor => {
    generator.manualSeed(11);
    return layer.forward(x);
  };
  forward();
  layer.zeroGradParameters();
  const gradInput = layer.backward(x, g).clone();
  assertGradient(gradInput, x, () => forward().dot(g));
  const [parameters, gradients] = layer.parameters();
  parameters.forEach((p, k) => assertGradient(gradients[k]!, p, () => forward().dot(g)));
});

Deno.test("MultiHeadAttention computes the gradients of parameters without those of the input", () => {
  const a = attention(4, 2),
    b = attention(4, 2),
    x = numbers([2, 3, 4], "float32"),
    g = numbers([2, 3, 4], "float32", 5);
  a.forward(x);
  a.backward(x, g);
  b.forward(x);
  b.accGradParameters(x, g);
  a.parameters()[1].forEach((gradient, k) => assert(gradient.equal(b.parameters()[1][k]!)));
  b.accGradParameters(x, g);
  a.parameters()[1].forEach((gradient, k) => assertClose(gradient.mul(2), b.parameters()[1][k]!));
});

Deno.test("MultiHeadAttention.backwardUpdate() changes the parameters as a step does, and not the gradients", () => {
  const a = attention(4, 2), b = a.clone(), x = numbers([2, 3, 4], "float32"), g = numbers([2, 3, 4], "float32", 5);
  a.zeroGradParameters();
  a.forward(x);
  const gradInput = a.backward(x, g).clone();
  a.updateParameters(0.1);
  b.gradInWeight.fill(8);
  b.forward(x);
  assert(b.backwardUpdate(x, g, 0.1).equal(gradInput));
  b.parameters()[0].forEach((p, k) => assertClose(p, a.parameters()[0][k]!));
  assertEquals(b.gradInWeight.mean(), 8);
});

Deno.test("MultiHeadAttention computes with the transposed weights of another module", () => {
  const layer = attention(4, 2, { dtype: "float64" }), plain = attention(4, 2, { dtype: "float64" });
  const weight = numbers([4, 4]), gradWeight = zeros([4, 4], { dtype: "float64" }), x = numbers([2, 3, 4]);
  layer.outWeight.set(weight.t());
  layer.gradOutWeight.set(gradWeight.t());
  plain.outWeight.copy(weight.t());
  for (const module of [layer, plain]) {
    module.zeroGradParameters();
    module.forward(x);
    module.backward(x, x);
  }
  assertClose(layer.output, plain.output);
  assertClose(layer.gradInput!, plain.gradInput!);
  assertClose(gradWeight.t(), plain.gradOutWeight);
});

Deno.test("MultiHeadAttention takes single inputs and lists in turn", () => {
  const layer = attention(4, 2), lists = layer as unknown as MultiHeadAttention<Lists>;
  const x = numbers([2, 3, 4], "float32"), y = layer.forward(x).clone(), gradInput = layer.backward(x, y).clone();
  lists.forward([x, numbers([2, 5, 4], "float32"), numbers([2, 5, 4], "float32")]);
  lists.backward([x, numbers([2, 5, 4], "float32"), numbers([2, 5, 4], "float32")], y);
  assert(layer.forward(x).equal(y) && layer.backward(x, y).equal(gradInput));
  assertEquals(layer.forward(x.select(0, 1)).size(), [3, 4]);
});

Deno.test("MultiHeadAttention.reset() draws weights as PyTorch does", () => {
  const layer = new MultiHeadAttention(100, 4, { generator: seeded() });
  const within = (x: Tensor, s: number) => assert(x.max() <= s && x.max() > 0.98 * s && x.min() >= -s);
  within(layer.inWeight, Math.sqrt(6 / 400));
  within(layer.outWeight, 0.1);
  assertEquals([layer.inBias!.norm(), layer.outBias!.norm()], [0, 0]);
  layer.reset(2);
  within(layer.inWeight, 2 * Math.sqrt(3));
  assertEquals(layer.noBias().parameters()[0].map((p) => p.size()), [[300, 100], [100, 100]]);
});

Deno.test("MultiHeadAttention says what does not fit", () => {
  const layer = attention(4, 2), lists = layer as unknown as MultiHeadAttention<Lists>;
  const refuse = (run: () => unknown, message: string) => assertThrows(run, TypeError, message);
  refuse(
    () => layer.forward(zeros([2, 3, 5])),
    "Cannot run MultiHeadAttention.forward: input must be [batch, T, 4] but is",
  );
  refuse(() => layer.forward(zeros([4])), "input must be [T, 4] or [batch, T, 4] but is [4]");
  refuse(() => layer.forward(zeros([2, 0, 4])), "input must be [batch, T, 4] but is [2, 0, 4]");
  refuse(() => lists.forward([zeros([3, 4])]), "input must be a list of 3 tensors but is a list of 1");
  const x = zeros([2, 3, 4]);
  refuse(() => lists.forward([x, zeros([1, 3, 4]), x]), "input[1] must be [2, S, 4] but is [1, 3, 4]");
  refuse(() => lists.forward([x, zeros([3, 4]), x]), "input[1] must be [2, S, 4] but is [3, 4]");
  refuse(() => lists.forward([x, zeros([2, 5, 4]), x]), "input[2] must be [2, 5, 4] but is [2, 3, 4]");
  assertThrows(
    () => layer.backward(x, x),
    Error,
    "Cannot run MultiHeadAttention.backward: forward must be called before",
  );
  layer.forward(x);
  refuse(() => layer.backward(x, zeros([2, 3])), "gradOutput must be [2, 3, 4] but is [2, 3]");
  refuse(
    () => layer.setMask(zeros([3])),
    "Cannot run MultiHeadAttention.setMask: mask must be bool, uint8 or floating-point numbers, [T, S] or [batch, T, S], " +
      "but is float32 [3]",
  );
  refuse(
    () => layer.setMask(zeros([2, 2])).forward(x),
    "mask must be [3, 3] or [2, 3, 3], where each size may be 1, but",
  );
  refuse(
    () => layer.setMask(zeros([3, 3], { dtype: "float64" })).forward(x),
    "Cannot run MultiHeadAttention.forward: mask must be bool, uint8 or of the module's dtype but is float64",
  );
  assertEquals(layer.setMask(null).forward(x).size(), [2, 3, 4]);
  assertThrows(
    () => new MultiHeadAttention(6, 4),
    RangeError,
    "Cannot run MultiHeadAttention: numHeads must divide the 6 features but is 4",
  );
  assertThrows(() => new MultiHeadAttention(0, 1), RangeError, "embedDim must be at least 1 but is 0");
  assertThrows(() => attention(4, 2, { dropout: 1.5 }), RangeError, "dropout must be from 0 to 1 but is 1.5");
});

Deno.test("MultiHeadAttention counts multiply-adds and describes itself", () => {
  assertEquals(attention(8, 2).summary([3, 5, 8]).multiplyAdds, 4 * 15 * 64 + 2 * 3 * 5 * 5 * 8);
  assertEquals(String(attention(8, 2)), "nn.MultiHeadAttention(8, 2)");
  assertEquals(
    String(attention(8, 2, { causal: true, bias: false })),
    "nn.MultiHeadAttention(8, 2) causal without bias",
  );
});
