import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, zeros } from "@taimatsu/tensor";
import { countBuffers } from "@taimatsu/tensor/testing";
import { numbers, scattered, seeded, testLayer } from "../testing.ts";
import { VolumetricDropout } from "./volumetric_dropout.ts";

testLayer("VolumetricDropout when evaluating", {
  make: () => new VolumetricDropout(0.3).evaluate(),
  size: [4, 3, 2, 5, 6],
  large: [8, 10, 3, 30, 31],
});
testLayer("VolumetricDropout of nothing", {
  make: () => new VolumetricDropout(0),
  size: [4, 3, 2, 5, 6],
  large: [8, 10, 3, 30, 31],
});
testLayer("VolumetricDropout of all", { make: () => new VolumetricDropout(1), size: [4, 3, 2, 5, 6] });

const make = (p: number, stochastic = false): VolumetricDropout =>
  new VolumetricDropout(p, stochastic, { generator: seeded() });

Deno.test("VolumetricDropout drops whole volumes and scales nothing", () => {
  for (const size of [[20, 50, 2, 5, 6], [1000, 2, 5, 6]]) {
    const layer = make(0.25), y = layer.forward(ones(size)), each = y.view(1000, -1);
    const kept = each.select(1, 0).sum();
    assert(kept > 700 && kept < 800, `${kept} of 1000 kept`);
    assertEquals(each.toArray(), each.narrow(1, 0, 1).expandAs(each).toArray());
    assertEquals([y.min(), y.max()], [0, 1]);
    assertEquals(layer.noise.size(), size.map((s, d) => d < size.length - 3 ? s : 1));
  }
});

Deno.test("VolumetricDropout drops the same from the gradient, in any layout", () => {
  const layer = make(0.5), x = numbers([4, 5, 2, 5, 6], "float32"), g = numbers([4, 5, 2, 5, 6], "float32", 5);
  for (const input of [x, scattered(x)]) {
    const output = layer.forward(input), noise = layer.noise;
    assertEquals(output.toArray(), x.clone().cmul(noise.expandAs(x)).toArray());
    assertEquals(layer.backward(input, g).toArray(), g.clone().cmul(noise.expandAs(x)).toArray());
  }
});

Deno.test("VolumetricDropout drops when evaluating too if it is told to, backwards too", () => {
  const layer = make(0.5, true).evaluate(), x = ones([100, 1, 2, 5, 6]);
  assertEquals(layer.forward(x).min(), 0);
  assertEquals(layer.backward(x, x).equal(layer.output), true);
  assertEquals(make(0.25).evaluate().forward(x).min(), 0.75);
});

Deno.test("VolumetricDropout draws anew each time, and allocates nothing after the first step", () => {
  const layer = make(0.5), x = ones([10, 10, 2, 5, 6]), first = layer.forward(x).clone();
  assert(!layer.forward(x).equal(first) && make(0.5).forward(x).equal(first));
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

Deno.test("VolumetricDropout.setp() changes p, which lies from 0 to 1", () => {
  assertEquals(make(0.5).setp(0).forward(ones([3, 2, 5, 6])).min(), 1);
  assertThrows(
    () => new VolumetricDropout(1.5),
    RangeError,
    "Cannot run VolumetricDropout: p must be from 0 to 1 but is 1.5",
  );
  assertThrows(
    () => make(0.5).setp(NaN),
    RangeError,
    "Cannot run VolumetricDropout.setp: p must be from 0 to 1 but is NaN",
  );
});

Deno.test("VolumetricDropout names the sizes that it takes", () => {
  const layer = make(0.5), x = zeros([3, 2, 5, 6]);
  assertThrows(
    () => layer.forward(zeros([2, 3])),
    TypeError,
    "Cannot run VolumetricDropout.forward: input must be [planes, time, height, width] or [batch, planes, time, height, width] but is [2, 3]",
  );
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([2, 3])),
    TypeError,
    "Cannot run VolumetricDropout.backward: gradOutput must be [3, 2, 5, 6] but is [2, 3]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 2, 5, 6]), zeros([2, 2, 5, 6])),
    TypeError,
    "Cannot run VolumetricDropout.backward: input must be [3, 2, 5, 6] but is [2, 2, 5, 6]",
  );
});

Deno.test("VolumetricDropout.toString() is Torch7's text", () => {
  assertEquals(String(new VolumetricDropout(0.3)), "nn.VolumetricDropout(0.300000)");
});
