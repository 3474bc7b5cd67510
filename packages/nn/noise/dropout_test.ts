import { assert, assertEquals, assertThrows } from "@std/assert";
import { Generator, manualSeed, ones, setNumThreads, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { Dropout } from "./dropout.ts";
import { numbers, scattered, seeded, testLayer } from "../testing.ts";

testLayer("Dropout when evaluating", { make: () => new Dropout(0.3).evaluate(), size: [4, 5], large: [100, 200] });
testLayer("Dropout version 1 when evaluating", {
  make: () => new Dropout(0.3, true).evaluate(),
  size: [4, 5],
  large: [100, 200],
});
testLayer("Dropout of nothing", { make: () => new Dropout(0), size: [4, 5], large: [100, 200] });

const make = (p: number, v1 = false, inplace = false, stochastic = false): Dropout =>
  new Dropout(p, v1, inplace, stochastic, { generator: seeded() });

Deno.test("Dropout sets a share of p to 0 and scales the rest", () => {
  for (const [p, v1, scale] of [[0.25, false, 4 / 3], [0.5, false, 2], [0.9, true, 1]] as const) {
    const layer = make(p, v1), y = layer.forward(ones([100, 1000]));
    const kept = y.gt(0).to("float64").sum();
    assertClose(y.max(), scale);
    assert(Math.abs(kept / 1e5 - (1 - p)) < 0.01, `${kept} of 100000 kept for p = ${p}`);
    assertClose(y.sum(), kept * scale, { relative: 1e-4 });
  }
});

Deno.test("Dropout drops the same from the gradient", () => {
  const layer = make(0.5), x = numbers([4, 50], "float32"), g = numbers([4, 50], "float32", 5);
  layer.forward(x);
  assertEquals(layer.backward(x, g).toArray(), g.clone().cmul(layer.noise).toArray());
  assertEquals(layer.output.toArray(), x.clone().cmul(layer.noise).toArray());
});

Deno.test("Dropout in place overwrites input and gradient", () => {
  const layer = make(0.5, false, true), plain = make(0.5), x = numbers([4, 50], "float32"), g = x.clone();
  const output = plain.forward(x).clone(), gradInput = plain.backward(x, g).clone(), y = x.clone(), h = g.clone();
  assert(layer.forward(y) === y && layer.backward(y, h) === h);
  assertEquals(y.toArray(), output.toArray());
  assertEquals(h.toArray(), gradInput.toArray());
  const z = scattered(x);
  assertEquals(make(0.5, false, true).forward(z).toArray(), output.toArray());
});

Deno.test("Dropout drops when evaluating too if it is told to", () => {
  assertEquals(make(0.5, false, false, true).evaluate().forward(ones([1000])).min(), 0);
  assertEquals(make(0.5).evaluate().forward(ones([1000])).min(), 1);
});

Deno.test("Dropout draws other elements each time, the same from the same seed, whatever the threads", () => {
  const x = ones([64, 1000]),
    layer = new Dropout(0.5),
    runs = [1, 2].map((threads) => {
      setNumThreads(threads);
      manualSeed(3);
      return [layer.forward(x).clone(), layer.forward(x).clone()];
    });
  assert(!runs[0]![0]!.equal(runs[0]![1]!));
  assert(runs[0]![0]!.equal(runs[1]![0]!) && runs[0]![1]!.equal(runs[1]![1]!));
  const own = new Dropout(0.5, false, false, false, { generator: new Generator(3) });
  assert(own.forward(x).equal(runs[0]![0]!));
});

Deno.test("Dropout allocates nothing after the first step", () => {
  const layer = make(0.5), x = numbers([4, 50], "float32");
  layer.forward(x);
  layer.backward(x, x);
  const buffers = countBuffers(() => {
    for (let i = 0; i < 300; i++) {
      layer.forward(x);
      layer.backward(x, x);
    }
  });
  assertEquals(buffers, 0);
});

Deno.test("Dropout.setp() changes p, which lies from 0 to below 1", () => {
  const layer = make(0.5).setp(0);
  assertEquals(layer.forward(ones([100])).sum(), 100);
  assertThrows(() => new Dropout(-0.1), RangeError, "Cannot run Dropout: p must be from 0 to 1 but is -0.1");
  assertThrows(() => new Dropout(1), RangeError, "Cannot run Dropout: p must be below 1 but is 1");
  assertThrows(() => layer.setp(NaN), RangeError, "Cannot run Dropout.setp: p must be finite but is NaN");
});

Deno.test("Dropout.backward() refuses other sizes than those of the last forward", () => {
  const layer = make(0.5);
  layer.forward(zeros([2, 3]));
  assertThrows(
    () => layer.backward(zeros([3]), zeros([3])),
    TypeError,
    "Cannot run Dropout.backward: input must be [2, 3] but is [3]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 3]), zeros([3])),
    TypeError,
    "Cannot run Dropout.backward: gradOutput must be [2, 3] but is [3]",
  );
});

Deno.test("Dropout.toString() is Torch7's text", () => {
  assertEquals(String(new Dropout(0.3)), "nn.Dropout(0.300000)");
});
