import { assert, assertEquals, assertThrows } from "@std/assert";
import { add, sub, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { numbers, scattered, seeded, testLayer } from "../testing.ts";
import { WhiteNoise } from "./white_noise.ts";

testLayer("WhiteNoise when evaluating", {
  make: () => new WhiteNoise(0.5, 0.1).evaluate(),
  size: [4, 3, 5, 6],
  large: [8, 10, 30, 31],
});
testLayer("WhiteNoise without deviation", { make: () => new WhiteNoise(0.5, 0), size: [6, 5], large: [600, 101] });

const make = (mean?: number, std?: number): WhiteNoise => new WhiteNoise(mean, std, { generator: seeded() });

Deno.test("WhiteNoise adds normal numbers in training", () => {
  const layer = make(0.5, 0.2), x = numbers([100, 200], "float32"), noise = sub(layer.forward(x), x);
  assertClose(noise.mean(), 0.5, { absolute: 0.01 });
  assertClose(noise.std(), 0.2, { absolute: 0.01 });
  assertEquals(layer.noise.toArray(), zeros([100, 200]).normal(0.5, 0.2, { generator: seeded() }).toArray());
  assertEquals(layer.output.toArray(), add(x, layer.noise).toArray());
  assertEquals(make(0.5, 0.2).forward(scattered(x)).toArray(), layer.output.toArray());
  assertEquals(layer.backward(x, x).toArray(), x.toArray());
});

Deno.test("WhiteNoise adds its mean when evaluating", () => {
  const layer = make(3).evaluate(), x = tensor([1, 2]);
  assertEquals(layer.forward(x).toArray(), [4, 5]);
  assertEquals(layer.backward(x, x).toArray(), [1, 2]);
  assertEquals([make().mean, make().std], [0, 0.1]);
});

Deno.test("WhiteNoise draws anew each time, and allocates nothing after the first step", () => {
  const layer = make(), x = zeros([10, 10]), first = layer.forward(x).clone();
  assert(!layer.forward(x).equal(first) && make().forward(x).equal(first));
  layer.backward(x, x);
  const buffers = countBuffers(() => {
    for (let i = 0; i < 300; i++) {
      layer.forward(x);
      layer.backward(x, x);
    }
  });
  assertEquals(buffers, 0);
  assertEquals(layer.clearState().noise.size(), []);
});

Deno.test("WhiteNoise checks its arguments", () => {
  assertThrows(() => new WhiteNoise(NaN), RangeError, "Cannot run WhiteNoise: mean must be finite but is NaN");
  assertThrows(() => new WhiteNoise(0, -1), RangeError, "Cannot run WhiteNoise: std must be from 0 to");
  const layer = make();
  layer.forward(zeros([2, 3]));
  assertThrows(
    () => layer.backward(zeros([2, 3]), zeros([3])),
    TypeError,
    "Cannot run WhiteNoise.backward: gradOutput must be [2, 3] but is [3]",
  );
});

Deno.test("WhiteNoise.toString() is Torch7's text", () => {
  assertEquals(String(new WhiteNoise()), "nn.WhiteNoise mean: 0.000000, std: 0.100000");
});
