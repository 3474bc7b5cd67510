import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { numbers, testLayer } from "../testing.ts";
import { PairwiseDistance } from "./pairwise_distance.ts";

for (const p of [1, 1.5, 2, 3]) {
  testLayer(`PairwiseDistance of the ${p}-norm`, {
    make: () => new PairwiseDistance(p),
    size: [[4, 9], [4, 9]],
    large: [[300, 500], [300, 500]],
  });
}
testLayer("PairwiseDistance of vectors", { make: () => new PairwiseDistance(), size: [[9], [9]], samples: false });

Deno.test("PairwiseDistance of equal rows is 0, without gradient", () => {
  for (const p of [1, 1.5, 2, 3]) {
    const layer = new PairwiseDistance(p), x = numbers([2, 3], "float32");
    assertEquals(layer.forward([x, x]).toArray(), [0, 0]);
    const gradients = layer.backward([x, x], tensor([1, -1]));
    assert(gradients.every((g) => g.norm() === 0), `p = ${p}`);
  }
});

Deno.test("PairwiseDistance is at ease with large distances and exponents", () => {
  for (const p of [1, 2, 10, 100]) {
    const layer = new PairwiseDistance(p), x = [tensor([[1e4, 0]]), tensor([[-1e4, 0]])];
    assertClose(layer.forward(x), [2e4]);
    assertClose(layer.backward(x, tensor([1]))[0]!, [[1, 0]]);
  }
});

Deno.test("PairwiseDistance checks its arguments", () => {
  assertThrows(() => new PairwiseDistance(0.5), RangeError, "Cannot run PairwiseDistance: p must be from 1 to");
  assertThrows(() => new PairwiseDistance(Infinity), RangeError, "but is Infinity");
  const layer = new PairwiseDistance();
  layer.forward([zeros([3, 4]), zeros([3, 4])]);
  assertThrows(
    () => layer.backward([zeros([2, 4]), zeros([2, 4])], zeros([2])),
    TypeError,
    "Cannot run PairwiseDistance.backward: input[0] must be [3, 4] but is [2, 4]",
  );
  assertEquals([layer.norm, String(layer)], [2, "nn.PairwiseDistance"]);
});
