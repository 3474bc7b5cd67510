import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { MarginRankingCriterion } from "./mod.ts";
import { assertGradInput, numbers, signs, testCriterion } from "./testing.ts";

testCriterion("MarginRankingCriterion", {
  make: () => new MarginRankingCriterion(0.5),
  input: () => [numbers([3, 4]), numbers([3, 4], 4)],
  target: () => signs([3, 4]),
  losses: [3, 4],
});

Deno.test("MarginRankingCriterion takes a number or a tensor of any dtype as target", () => {
  const criterion = new MarginRankingCriterion(), input = [numbers([4]), numbers([4], 4)];
  assertGradInput(criterion, input, -1);
  const loss = criterion.forward(input, -1);
  for (const dtype of ["float32", "float64", "int8", "int64"] as const) {
    assertEquals(criterion.forward(input, tensor([-1, -1, -1, -1], { dtype })), loss);
  }
});

Deno.test("MarginRankingCriterion: where the loss begins, its gradient is there", () => {
  const criterion = new MarginRankingCriterion(1), input = [tensor([2, 2]), tensor([1, 0.5])];
  assertEquals(criterion.forward(input, 1), 0);
  assertEquals(criterion.backward(input, 1).map((g) => g.toArray()), [[-0.5, 0], [0.5, -0]]);
});

Deno.test("MarginRankingCriterion gives 0 for no elements", () => {
  for (const reduction of ["mean", "none"] as const) {
    const criterion = new MarginRankingCriterion(1, { reduction }), input = [zeros([0]), zeros([0])];
    assertEquals(criterion.forward(input, 1), 0);
    assertEquals(criterion.backward(input, 1).map((g) => g.size()), [[0], [0]]);
  }
});

Deno.test("MarginRankingCriterion says what is wrong", () => {
  const criterion = new MarginRankingCriterion(), x = zeros([3]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [() => criterion.forward([x], 1), TypeError, ".forward: input must be a list of 2 tensors but is a list of 1"],
    [
      () => criterion.forward(x as unknown as Tensor[], 1),
      TypeError,
      "input must be a list of 2 tensors but is a tensor [3]",
    ],
    [() => criterion.forward([x, zeros([2])], 1), TypeError, ".forward: input[1] must be [3] like input[0] but is [2]"],
    [
      () => criterion.forward([x, x.double()], 1),
      TypeError,
      ".forward: input[1] must be float32 like input[0] but is float64",
    ],
    [() => criterion.forward([x, x], zeros([2])), TypeError, ".forward: target must be [3] but is [2]"],
    [
      () => criterion.forward([x, x], tensor([1, 0, 1])),
      RangeError,
      ".forward: target must be 1 or -1 but is 0 at position 1",
    ],
    [() => criterion.backward([x, x], 2), RangeError, ".backward: target must be 1 or -1 but is 2 at position 0"],
    [() => new MarginRankingCriterion(NaN), RangeError, ": margin must be finite but is NaN"],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, text);
});
