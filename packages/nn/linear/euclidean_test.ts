import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Euclidean } from "./euclidean.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = () => new Euclidean(3, 4, { generator: seeded() });

testLayer("Euclidean", { make, size: [5, 3], large: [3000, 3] });

Deno.test("Euclidean draws from U(−1/√n, 1/√n)", () => {
  const layer = new Euclidean(16, 3, { generator: seeded() });
  assertEquals(layer.weight.toArray(), zeros([16, 3]).uniform(-0.25, 0.25, { generator: seeded() }).toArray());
});

Deno.test("Euclidean of a centre itself is 0, its gradient too", () => {
  const layer = make(), x = layer.weight.select(1, 2).clone();
  assertEquals(layer.forward(x).get(2), 0);
  const gradInput = layer.backward(x, tensor([0, 0, 1, 0]));
  assertEquals(gradInput.toArray(), [0, 0, 0]);
  assertEquals(layer.gradWeight.norm(), 0);
});

Deno.test("Euclidean keeps its precision far from 0", () => {
  const layer = new Euclidean(2, 1), x = tensor([10001, 10002]);
  layer.weight.copy(tensor([[10000], [10000]]));
  assertClose(layer.forward(x), [Math.sqrt(5)]);
  assertClose(layer.backward(x, tensor([1])), [1 / Math.sqrt(5), 2 / Math.sqrt(5)]);
});

Deno.test("Euclidean.backward() in parts is that in one pass", () => {
  const layer = make(), x = numbers([5, 3], "float32"), g = numbers([5, 4], "float32", 5);
  layer.forward(x);
  const whole = layer.backward(x, g).clone(), gradWeight = layer.gradWeight.clone();
  layer.zeroGradParameters();
  assert(layer.updateGradInput(x, g).equal(whole));
  layer.accGradParameters(x, g);
  assert(layer.gradWeight.equal(gradWeight));
});

Deno.test("Euclidean names the sizes that it takes", () => {
  const layer = make();
  assertThrows(
    () => layer.backward(zeros([5, 3]), zeros([5, 4])),
    Error,
    "Cannot run Euclidean.backward: forward must be called before",
  );
  assertThrows(
    () => layer.forward(zeros([5, 4])),
    TypeError,
    "Cannot run Euclidean.forward: input must be [batch, 3] but is [5, 4]",
  );
  layer.forward(zeros([5, 3]));
  assertThrows(
    () => layer.backward(zeros([5, 3]), zeros([4, 4])),
    TypeError,
    "Cannot run Euclidean.backward: gradOutput must be [5, 4] but is [4, 4]",
  );
  assertThrows(() => new Euclidean(3, 0), RangeError, "Cannot run Euclidean: outputSize must be at least 1 but is 0");
});
