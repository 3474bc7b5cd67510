import { assertEquals, assertThrows } from "@std/assert";
import { type Dtype, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MultiLabelMarginCriterion } from "./mod.ts";
import { assertGradInput, numbers, testCriterion } from "./testing.ts";

const lists = tensor([[2, 0, -1, 3], [-1, 0, 0, 0], [3, 1, 2, 0], [1, 1, -1, 9]], { dtype: "int64" });

testCriterion("MultiLabelMarginCriterion", {
  make: () => new MultiLabelMarginCriterion(),
  input: () => numbers([4, 4]),
  target: () => lists,
  losses: [4],
});

Deno.test("MultiLabelMarginCriterion: the losses are what they should be", () => {
  const x = numbers([4, 4]), criterion = new MultiLabelMarginCriterion({ reduction: "none" });
  const sets = [[2, 0], [], [3, 1, 2, 0], [1, 1]];
  const expected = sets.map((own, n) => {
    let sum = 0;
    for (const j of own) {
      for (let i = 0; i < 4; i++) if (!own.includes(i)) sum += Math.max(0, 1 - x.get(n, j) + x.get(n, i));
    }
    return sum / 4;
  });
  assertClose(criterion.lossTensor(x, lists), expected, { relative: 1e-13 });
});

Deno.test("MultiLabelMarginCriterion takes one sample, and lists of every dtype that holds -1", () => {
  const criterion = new MultiLabelMarginCriterion(), x = numbers([4]), loss = criterion.forward(x, lists.select(0, 0));
  assertGradInput(criterion, x, lists.select(0, 0));
  assertEquals(criterion.forward(x.view(1, 4), lists.narrow(0, 0, 1)), loss);
  for (const dtype of ["int8", "int16", "int32", "float32", "float64", "float16"] satisfies Dtype[]) {
    assertEquals(criterion.forward(x, lists.select(0, 0).to(dtype)), loss);
  }
});

Deno.test("MultiLabelMarginCriterion gives 0 for no samples", () => {
  const criterion = new MultiLabelMarginCriterion();
  assertEquals(criterion.forward(zeros([0, 3]), zeros([0, 3])), 0);
  assertEquals(criterion.backward(zeros([0, 3]), zeros([0, 3])).size(), [0, 3]);
});

Deno.test("MultiLabelMarginCriterion says what is wrong", () => {
  const criterion = new MultiLabelMarginCriterion(), x = zeros([2, 3]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [
      () => criterion.forward(x, tensor([[0, -1, 0], [1, 3, 0]])),
      RangeError,
      ".forward: target 3 at position 4 is outside [0, 3)",
    ],
    [
      () => criterion.forward(x, tensor([[0, -2, 0], [1, 2, 0]])),
      RangeError,
      ".forward: target -2 at position 1 is outside [0, 3)",
    ],
    [
      () => criterion.backward(x, tensor([[0.5, 0, 0], [1, 2, 0]])),
      RangeError,
      ".backward: target must hold integers but is 0.5 at position 0",
    ],
    [() => criterion.forward(x, zeros([3, 2])), TypeError, ".forward: target must be [2, 3] like input but is [3, 2]"],
    [
      () => criterion.forward(zeros([1, 1, 1]), zeros([1, 1, 1])),
      TypeError,
      ".forward: input must be [classes] or [batch, classes]",
    ],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run MultiLabelMarginCriterion${text}`);
});
