import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { CosineEmbeddingCriterion } from "./mod.ts";
import { assertGradInput, numbers, signs, testCriterion } from "./testing.ts";

testCriterion("CosineEmbeddingCriterion", {
  make: () => new CosineEmbeddingCriterion(0.1),
  input: () => [numbers([5, 4]), numbers([5, 4], 4)],
  target: () => signs([5]),
  large: { input: () => [numbers([2000, 40]), numbers([2000, 40], 4)], target: () => signs([2000]) },
  losses: [5],
});

Deno.test("CosineEmbeddingCriterion takes one pair, with a number or a tensor as target", () => {
  const criterion = new CosineEmbeddingCriterion(-0.9), input = [numbers([4]), numbers([4], 4)];
  for (const target of [1, -1, tensor([1]), tensor([-1], { dtype: "int64" })]) {
    assertGradInput(criterion, input, target);
  }
  const loss = criterion.forward(input, -1);
  assertEquals(criterion.forward(input.map((x) => x.view(1, 4)), tensor([-1])), loss);
});

Deno.test("CosineEmbeddingCriterion: a vector of 0 has the cosine 0", () => {
  const criterion = new CosineEmbeddingCriterion(), input = [zeros([2]), tensor([1, 2])];
  assertEquals([criterion.forward(input, 1), criterion.forward(input, -1)], [1, 0]);
  assert(criterion.backward(input, 1).every((g) => Number.isFinite(g.sum())));
});

Deno.test("CosineEmbeddingCriterion is finite for vectors of large numbers", () => {
  const criterion = new CosineEmbeddingCriterion(), input = [tensor([1e4, 1e4]), tensor([-1e4, -1e4])];
  assertClose(criterion.forward(input, 1), 2);
  assertClose(criterion.backward(input, 1), [[0, 0], [0, 0]], { absolute: 1e-7 });
});

Deno.test("CosineEmbeddingCriterion gives 0 for no pairs", () => {
  for (const reduction of ["mean", "none"] as const) {
    const criterion = new CosineEmbeddingCriterion(0, { reduction }), input = [zeros([0, 3]), zeros([0, 3])];
    assertEquals(criterion.forward(input, zeros([0])), 0);
    assertEquals(criterion.backward(input, zeros([0])).map((g) => g.size()), [[0, 3], [0, 3]]);
  }
});

Deno.test("CosineEmbeddingCriterion says what is wrong", () => {
  const criterion = new CosineEmbeddingCriterion(), x = zeros([3, 2]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [
      () => criterion.forward([x, zeros([2, 3])], 1),
      TypeError,
      ".forward: input[1] must be [3, 2] like input[0] but is [2, 3]",
    ],
    [
      () => criterion.forward([zeros([1, 2, 3]), x], 1),
      TypeError,
      ".forward: input[0] must be [features] or [batch, features] but is",
    ],
    [() => criterion.forward([x, x], tensor([1, 1])), TypeError, ".forward: target must be [3] but is [2]"],
    [
      () => criterion.backward([x, x], tensor([1, NaN, 1])),
      RangeError,
      ".backward: target must be 1 or -1 but is NaN at position 1",
    ],
    [() => new CosineEmbeddingCriterion(NaN), RangeError, ": margin must be finite but is NaN"],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run CosineEmbeddingCriterion${text}`);
});
