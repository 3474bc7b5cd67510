import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { L1HingeEmbeddingCriterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

for (const [target, margin] of [[1, 1], [-1, 30], [-1, 1]] as const) {
  testCriterion(`L1HingeEmbeddingCriterion(${margin}), target ${target}`, {
    make: () => new L1HingeEmbeddingCriterion(margin),
    input: () => [numbers([3, 4]), numbers([3, 4], 4)],
    target: () => target,
  });
}

Deno.test("L1HingeEmbeddingCriterion takes a number or a tensor of any dtype as target", () => {
  const criterion = new L1HingeEmbeddingCriterion(4), input = [tensor([1, 2]), tensor([2, 0])];
  for (const dtype of ["float32", "float64", "int8", "int64"] as const) {
    assertEquals(criterion.forward(input, tensor([-1], { dtype })), 1);
    assertEquals(criterion.forward(input, tensor([[1]], { dtype })), 3);
  }
});

Deno.test("L1HingeEmbeddingCriterion: elements that are equal have the gradient 0", () => {
  const criterion = new L1HingeEmbeddingCriterion(), input = [tensor([1, 2]), tensor([1, 3])];
  assertEquals(criterion.backward(input, 1).map((g) => g.toArray().map((x) => x as number + 0)), [[0, -1], [0, 1]]);
});

Deno.test("L1HingeEmbeddingCriterion gives 0 for no elements", () => {
  const criterion = new L1HingeEmbeddingCriterion(), input = [zeros([0]), zeros([0])];
  assertEquals([criterion.forward(input, 1), criterion.forward(input, -1)], [0, 1]);
  assertEquals(criterion.backward(input, 1).map((g) => g.size()), [[0], [0]]);
});

Deno.test("L1HingeEmbeddingCriterion says what is wrong", () => {
  const criterion = new L1HingeEmbeddingCriterion(), x = zeros([3]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [() => criterion.forward([x, zeros([2])], 1), TypeError, ".forward: input[1] must be [3] like input[0] but is [2]"],
    [() => criterion.forward([x, x], tensor([1, 1, 1])), TypeError, ".forward: target must be [1] but is [3]"],
    [() => criterion.backward([x, x], 0), RangeError, ".backward: target must be 1 or -1 but is 0 at position 0"],
    [() => new L1HingeEmbeddingCriterion(Infinity), RangeError, ": margin must be finite but is Infinity"],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run L1HingeEmbeddingCriterion${text}`);
});
