import { assert, assertEquals, assertThrows } from "@std/assert";
import { cmul, full, neg, ones, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { numbers, scattered, seeded, testLayer } from "../testing.ts";
import { RReLU } from "./rrelu.ts";

testLayer("RReLU when evaluating", {
  make: () => new RReLU(0.1, 0.3).evaluate(),
  size: [4, 3, 5, 6],
  large: [8, 10, 30, 31],
});
testLayer("RReLU of nothing random", { make: () => new RReLU(0.2, 0.2), size: [6, 5], large: [600, 101] });

const make = (inplace = false): RReLU => new RReLU(0.25, 0.75, inplace, { generator: seeded() });

Deno.test("RReLU draws slopes for what is not above 0, in the order of the elements", () => {
  const layer = make(), x = tensor([[1, -1], [0, 2], [-3, -4]]), y = layer.forward(x);
  const slopes = zeros([4]).uniform(0.25, 0.75, { generator: seeded() });
  assertEquals(layer.noise.toArray(), [[1, slopes.get(0)], [slopes.get(1), 1], [slopes.get(2), slopes.get(3)]]);
  assertEquals(y.toArray(), cmul(x, layer.noise).toArray());
  const g = numbers([3, 2], "float32");
  assertEquals(layer.backward(x, g).toArray(), cmul(g, layer.noise).toArray());
});

Deno.test("RReLU draws from all of its range, and anew each time", () => {
  const layer = make(), x = full([10000], -1), y = neg(layer.forward(x));
  assert(y.min() >= 0.25 && y.min() < 0.26 && y.max() <= 0.75 && y.max() > 0.74);
  assertClose(y.mean(), 0.5, { absolute: 0.01 });
  assert(!neg(layer.forward(x)).equal(y));
});

Deno.test("RReLU in place overwrites input and gradient", () => {
  const plain = make(), layer = make(true), x = numbers([4, 5], "float32"), g = numbers([4, 5], "float32", 5);
  const output = plain.forward(x).clone(), gradInput = plain.backward(x, g).clone(), y = x.clone(), h = g.clone();
  assert(layer.forward(y) === y && layer.backward(y, h) === h);
  assertEquals(y.toArray(), output.toArray());
  assertEquals(h.toArray(), gradInput.toArray());
  assertEquals(make(true).forward(scattered(x)).toArray(), output.toArray());
});

Deno.test("RReLU passes inputs above 0 alone", () => {
  assertEquals(make().forward(ones([3])).toArray(), [1, 1, 1]);
  assertEquals(make().forward(zeros([])).size(), []);
});

Deno.test("RReLU allocates nothing after the first step, and forgets its slopes", () => {
  const layer = make(), x = numbers([4, 50], "float32");
  layer.forward(x);
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

Deno.test("RReLU checks its arguments", () => {
  assertThrows(() => new RReLU(-0.1), RangeError, "Cannot run RReLU: lower must be from 0 to");
  assertThrows(() => new RReLU(0.5, 0.4), RangeError, "Cannot run RReLU: upper must be from 0.5 to");
  assertThrows(() => new RReLU(0, NaN), RangeError, "but is NaN");
  const layer = make();
  layer.evaluate().forward(zeros([2, 3]));
  assertThrows(
    () => layer.training().backward(zeros([2, 3]), zeros([2, 3])),
    TypeError,
    "Cannot run RReLU.backward: input must be [] but is [2, 3]",
  );
});

Deno.test("RReLU.toString() is Torch7's text", () => {
  assertEquals(String(new RReLU()), "nn.RReLU (l:0.125000, u:0.333333)");
});
