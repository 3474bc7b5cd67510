import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MultiMarginCriterion } from "./mod.ts";
import { assertGradInput, labels, numbers, testCriterion } from "./testing.ts";

const weights = tensor([1, 2, 0.5, 3], { dtype: "float64" });

for (const [p, weight] of [[1, undefined], [1, weights], [2, undefined], [2, weights]] as const) {
  const title = `MultiMarginCriterion(${p}), ${weight ? "" : "no "}weights`;
  testCriterion(title, {
    make: () => new MultiMarginCriterion(p, weight, 0.8),
    input: () => numbers([5, 4]),
    target: () => labels([5], 4),
    large: { input: () => numbers([30001, 4]), target: () => labels([30001], 4) },
    losses: [5],
  });

  Deno.test(`${title}: a sample has the gradient of finite differences and the loss of its row`, () => {
    const criterion = new MultiMarginCriterion(p, weight), x = numbers([4]);
    assertGradInput(criterion, x, 2);
    assertEquals(criterion.forward(x, 2), criterion.forward(x.view(1, 4), labels([1], 1).fill(2)));
  });

  Deno.test(`${title}: the losses are what they should be`, () => {
    const x = numbers([20, 4]),
      y = labels([20], 4),
      criterion = new MultiMarginCriterion(p, weight, 0.8, { reduction: "none" });
    const expected = Array.from({ length: 20 }, (_, n) => {
      const own = y.get(n);
      let sum = 0;
      for (let i = 0; i < 4; i++) if (i !== own) sum += Math.max(0, 0.8 - x.get(n, own) + x.get(n, i)) ** p;
      return (weight?.get(own) ?? 1) * sum / 4;
    });
    assertClose(criterion.lossTensor(x, y), expected, { relative: 1e-13 });
  });
}

Deno.test("MultiMarginCriterion gives 0 for no samples", () => {
  for (const reduction of ["mean", "none"] as const) {
    const criterion = new MultiMarginCriterion(1, null, 1, { reduction });
    assertEquals(criterion.forward(zeros([0, 3]), zeros([0])), 0);
    assertEquals(criterion.backward(zeros([0, 3]), zeros([0])).size(), [0, 3]);
  }
});

Deno.test("MultiMarginCriterion.size() is the number of weights", () => {
  assertEquals([new MultiMarginCriterion().size(), new MultiMarginCriterion(1, weights).size()], [0, 4]);
});

Deno.test("MultiMarginCriterion says what is wrong", () => {
  const criterion = new MultiMarginCriterion(), x = zeros([2, 3]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [() => criterion.forward(x, tensor([0, 3])), RangeError, ".forward: target 3 at position 1 is outside [0, 3)"],
    [() => criterion.forward(x, tensor([-1, 0])), RangeError, ".forward: target -1 at position 0 is outside [0, 3)"],
    [
      () => criterion.backward(x, tensor([0, 0.5])),
      RangeError,
      ".backward: target must hold integers but is 0.5 at position 1",
    ],
    [() => criterion.forward(x, tensor([0])), TypeError, ".forward: target must be [2] but is [1]"],
    [
      () => criterion.forward(zeros([2, 3, 1]), 0),
      TypeError,
      ".forward: input must be [classes] or [batch, classes] but is [2, 3, 1]",
    ],
    [
      () => new MultiMarginCriterion(1, zeros([4])).forward(x, tensor([0, 1])),
      TypeError,
      ".forward: weights must be [3] but is [4]",
    ],
    [() => new MultiMarginCriterion(3), RangeError, ": p must be 1 or 2 but is 3"],
    [() => new MultiMarginCriterion(1, null, NaN), RangeError, ": margin must be finite but is NaN"],
    [() => new MultiMarginCriterion(1, 3 as unknown as Tensor), TypeError, ": weights must be a tensor but is 3"],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run MultiMarginCriterion${text}`);
});
