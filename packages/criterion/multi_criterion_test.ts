import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import {
  AbsCriterion,
  type Criterion,
  MarginRankingCriterion,
  MSECriterion,
  MultiCriterion,
  ParallelCriterion,
} from "./mod.ts";
import { numbers, signs, testCriterion } from "./testing.ts";

testCriterion("MultiCriterion", {
  make: () => new MultiCriterion().add(new MSECriterion(), 0.5).add(new AbsCriterion(true, { reduction: "none" }), -2),
  input: () => numbers([3, 4]),
  target: (): unknown => numbers([3, 4], 4),
  large: { input: () => numbers([300001]), target: () => numbers([300001], 4) },
});

testCriterion("MultiCriterion of lists", {
  make: () =>
    new MultiCriterion()
      .add(new MarginRankingCriterion(0.5))
      .add(new ParallelCriterion(true).add(new MSECriterion()).add(new AbsCriterion(), 3), 2),
  input: () => [numbers([6]), numbers([6], 4)],
  target: (): unknown => signs([6]),
});

Deno.test("MultiCriterion adds weighted losses and gradients", () => {
  const mse = new MSECriterion(), abs = new AbsCriterion(), x = numbers([5]), y = numbers([5], 4);
  const criterion = new MultiCriterion().add(mse).add(abs, 3);
  assertClose(criterion.forward(x, y), mse.forward(x, y) + 3 * abs.forward(x, y), { relative: 1e-14 });
  const expected = mse.backward(x, y).clone().add(3, abs.backward(x, y));
  assertClose(criterion.backward(x, y) as Tensor, expected);
  assertEquals(`${criterion}`, "MultiCriterion(MSECriterion, 3 × AbsCriterion)");
});

Deno.test("MultiCriterion follows inputs of other sizes and nesting", () => {
  const criterion = new MultiCriterion().add(new MSECriterion()),
    pair = new MultiCriterion().add(new MarginRankingCriterion());
  for (const size of [[2, 3], [4], [0], [2, 3]]) {
    assertEquals((criterion.backward(zeros(size), zeros(size)) as Tensor).size(), size);
    assertEquals((pair.backward([zeros(size), zeros(size)], 1) as Tensor[]).map((g) => g.size()), [size, size]);
  }
});

Deno.test("MultiCriterion says what is wrong", () => {
  assertEquals(new MultiCriterion().forward(zeros([2]), zeros([2])), 0);
  assertThrows(
    () => new MultiCriterion().backward(zeros([2]), zeros([2])),
    TypeError,
    "Cannot run MultiCriterion.backward: there must be a criterion inside for the input, a tensor [2], but is none",
  );
  assertThrows(
    () => new MultiCriterion().add(3 as unknown as Criterion),
    TypeError,
    "Cannot run MultiCriterion.add: criterion must be a criterion but is 3",
  );
  const criterion = new MultiCriterion().add(new MSECriterion());
  assertThrows(() => criterion.add(new MSECriterion(), NaN), RangeError, "weight must be finite but is NaN");
  assertEquals(criterion.criterions.length, 1);
  assertThrows(() => criterion.forward(tensor([1]), tensor([1, 2])), TypeError, "Cannot run MSECriterion.forward");
});
