import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Euclidean } from "./euclidean.ts";
import { WeightedEuclidean } from "./weighted_euclidean.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

function make(): WeightedEuclidean {
  const layer = new WeightedEuclidean(3, 4, { generator: seeded() });
  layer.diagCov.uniform(0.5, 2, { generator: seeded() });
  return layer;
}

testLayer("WeightedEuclidean", { make, size: [5, 3], large: [3000, 3] });

Deno.test("WeightedEuclidean starts as Euclidean, with weights of 1", () => {
  const layer = new WeightedEuclidean(16, 3, { generator: seeded() }), x = numbers([5, 16], "float32");
  const plain = new Euclidean(16, 3, { generator: seeded() });
  assertEquals(layer.weight.toArray(), zeros([16, 3]).uniform(-0.25, 0.25, { generator: seeded() }).toArray());
  assertEquals(layer.diagCov.sum(), 48);
  assertClose(layer.forward(x), plain.forward(x));
  layer.diagCov.fill(3);
  layer.reset();
  assertEquals(layer.diagCov.sum(), 48);
});

Deno.test("WeightedEuclidean of a centre itself is 0, its gradient too", () => {
  const layer = make(), x = layer.weight.select(1, 2).clone();
  assertEquals(layer.forward(x).get(2), 0);
  assertEquals(layer.backward(x, tensor([0, 0, 1, 0])).toArray(), [0, 0, 0]);
  assertEquals(layer.gradDiagCov.norm(), 0);
});

Deno.test("WeightedEuclidean.backwardUpdate() changes both parameters as a step does", () => {
  const a = make(), b = a.clone(), x = numbers([5, 3], "float32"), g = numbers([5, 4], "float32", 5);
  a.zeroGradParameters();
  a.forward(x);
  a.backward(x, g);
  a.updateParameters(0.1);
  b.gradDiagCov.fill(8);
  b.forward(x);
  b.backwardUpdate(x, g, 0.1);
  assertClose(b.weight, a.weight);
  assertClose(b.diagCov, a.diagCov);
  assert(b.gradDiagCov.sum() === 96);
});

Deno.test("WeightedEuclidean checks its arguments", () => {
  assertThrows(
    () => make().forward(zeros([5, 4])),
    TypeError,
    "Cannot run WeightedEuclidean.forward: input must be [batch, 3] but is [5, 4]",
  );
  assertThrows(
    () => new WeightedEuclidean(0, 2),
    RangeError,
    "Cannot run WeightedEuclidean: inputSize must be at least 1",
  );
});
