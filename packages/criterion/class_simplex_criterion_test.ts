import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { ClassSimplexCriterion } from "./mod.ts";
import { assertGradInput, labels, numbers, testCriterion } from "./testing.ts";

testCriterion("ClassSimplexCriterion", {
  make: () => new ClassSimplexCriterion(4),
  input: () => numbers([5, 4]),
  target: () => labels([5], 4),
  losses: [5, 4],
});

Deno.test("ClassSimplexCriterion has vertices at distance 1 from 0 and equally far from each other", () => {
  for (const n of [2, 3, 5, 10]) {
    const { simplex } = new ClassSimplexCriterion(n).double(), inner = simplex.double();
    for (let i = 0; i < n; i++) {
      assertEquals(inner.get(i, n - 1), 0);
      for (let j = 0; j < n; j++) {
        const product = inner.select(0, i).dot(inner.select(0, j));
        assertClose(product, i === j ? 1 : -1 / (n - 1), { relative: 1e-6 });
      }
    }
    assertClose(inner.sum(0), zeros([1, n]).double(), { absolute: 1e-6 });
  }
});

Deno.test("ClassSimplexCriterion takes one sample, and has the vertices in the dtype of the input", () => {
  const criterion = new ClassSimplexCriterion(3), x = numbers([3]);
  assertGradInput(criterion, x, 1);
  assertEquals([criterion.simplex.dtype, criterion.forward(x, labels([1], 1).fill(1))], [
    "float64",
    criterion.forward(x, 1),
  ]);
  const vertex = criterion.simplex.select(0, 2).clone();
  assertEquals(criterion.forward(vertex, 2), 0);
});

Deno.test("ClassSimplexCriterion predicts the nearest vertex", () => {
  const criterion = new ClassSimplexCriterion(4),
    x = criterion.simplex.clone().add(0.05, numbers([4, 4], 3, "float32"));
  assertEquals(criterion.getTopPrediction(x).toArray(), [0, 1, 2, 3]);
  assertClose(criterion.getPredictions(criterion.simplex).diag(), [1, 1, 1, 1]);
  assertEquals(criterion.getTopPrediction(criterion.simplex.select(0, 2)).toArray(), [2]);
  assertEquals(criterion.getPredictions(numbers([4])).size(), [1, 4]);
  assert(criterion.getPredictions(numbers([4])).dtype === "float64");
});

Deno.test("ClassSimplexCriterion gives 0 for no samples", () => {
  const criterion = new ClassSimplexCriterion(3);
  assertEquals(criterion.forward(zeros([0, 3]), zeros([0])), 0);
  assertEquals(criterion.backward(zeros([0, 3]), zeros([0])).size(), [0, 3]);
});

Deno.test("ClassSimplexCriterion says what is wrong", () => {
  const criterion = new ClassSimplexCriterion(3), x = zeros([2, 3]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [() => criterion.forward(x, tensor([0, 3])), RangeError, ".forward: target 3 at position 1 is outside [0, 3)"],
    [() => criterion.forward(x, tensor([0])), TypeError, ".forward: target must be [2] but is [1]"],
    [
      () => criterion.forward(zeros([2, 4]), tensor([0, 1])),
      TypeError,
      ".forward: input must be [3] or [batch, 3] but is [2, 4]",
    ],
    [
      () => criterion.getPredictions(zeros([2, 4])),
      TypeError,
      ".getPredictions: input must be [3] or [batch, 3] but is [2, 4]",
    ],
    [() => new ClassSimplexCriterion(1), RangeError, ": nClasses must be from 2 to 32768 but is 1"],
    [() => new ClassSimplexCriterion(2.5), RangeError, ": nClasses must be an integer but is 2.5"],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run ClassSimplexCriterion${text}`);
});

Deno.test("ClassSimplexCriterion.type() there and back leaves the vertices exact", () => {
  const criterion = new ClassSimplexCriterion(4), x = numbers([4]), loss = criterion.forward(x, 1);
  criterion.float().forward(x.float(), 1);
  assertEquals(criterion.double().forward(x, 1), loss);
});
