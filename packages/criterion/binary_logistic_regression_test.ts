import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { BinaryLogisticRegression, SoftMarginCriterion } from "./mod.ts";
import { numbers, signs, testCriterion } from "./testing.ts";

testCriterion("BinaryLogisticRegression", {
  make: () => new BinaryLogisticRegression(),
  input: () => numbers([6, 1]),
  target: () => signs([6]),
  losses: [6, 1],
  sameDtype: true,
});

Deno.test("BinaryLogisticRegression takes [batch] and [batch, 1] for both", () => {
  const criterion = new BinaryLogisticRegression(false), x = numbers([5]), y = signs([5]);
  const expected = new SoftMarginCriterion({ reduction: "sum" }).forward(x, y);
  for (const [a, b] of [[x, y], [x.view(5, 1), y], [x, y.view(5, 1)], [x.view(5, 1), y.view(5, 1)]] as const) {
    assertEquals(criterion.forward(a, b), expected);
    assertEquals(criterion.backward(a, b).size(), a.size());
  }
});

Deno.test("BinaryLogisticRegression is finite for inputs of any magnitude", () => {
  assertEquals(new BinaryLogisticRegression(false).forward(tensor([1e4, -1e4]), tensor([-1, 1])), 2e4);
});

Deno.test("BinaryLogisticRegression says what is wrong", () => {
  const criterion = new BinaryLogisticRegression(), y = zeros([4]);
  const wrong: [() => unknown, string][] = [
    [() => criterion.forward(zeros([4, 2]), y), "input must be [batch] or [batch, 1] but is [4, 2]"],
    [() => criterion.forward(y, zeros([1, 4])), "target must be [batch] or [batch, 1] but is [1, 4]"],
    [() => criterion.forward(y, zeros([3])), "target must be [4] like input but is [3]"],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run BinaryLogisticRegression.forward: ${text}`);
});
