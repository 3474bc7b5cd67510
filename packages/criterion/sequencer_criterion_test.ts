import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import {
  type Activity,
  type AnyCriterion,
  CrossEntropyCriterion,
  MarginRankingCriterion,
  ModuleCriterion,
  MSECriterion,
  SequencerCriterion,
} from "./mod.ts";
import { labels, numbers, signs, testCriterion } from "./testing.ts";

testCriterion("SequencerCriterion of a tensor", {
  make: () => new SequencerCriterion(new MSECriterion(), true),
  input: (): Activity => numbers([3, 2, 4]),
  target: (): unknown => numbers([3, 2, 4], 4),
});

testCriterion("SequencerCriterion of lists", {
  make: () => new SequencerCriterion(new CrossEntropyCriterion()),
  input: (): Activity => [numbers([2, 4]), numbers([3, 4], 4), numbers([2, 4], 5)],
  target: (): unknown => [labels([2], 4), labels([3], 4, 4), labels([2], 4, 5)],
});

testCriterion("SequencerCriterion of lists of lists", {
  make: () => new SequencerCriterion(new MarginRankingCriterion()),
  input: (): Activity => [[numbers([2]), numbers([2], 4)], [numbers([3], 5), numbers([3], 6)]],
  target: (): unknown => [signs([2]), signs([3])],
});

Deno.test("SequencerCriterion adds the losses of the steps, or averages them", () => {
  const x = numbers([3, 2, 4]), y = numbers([3, 2, 4], 4), mse = new MSECriterion();
  const losses = [0, 1, 2].map((i) => mse.forward(x.select(0, i), y.select(0, i))),
    sum = losses.reduce((a, b) => a + b);
  assertClose(new SequencerCriterion(mse).forward(x, y), sum, { relative: 1e-14 });
  assertClose(new SequencerCriterion(mse, true).forward(x, y), sum / 3, { relative: 1e-14 });
  const gradInput = new SequencerCriterion(mse, true).backward(x, y) as Tensor;
  assertClose(gradInput.select(0, 1), mse.backward(x.select(0, 1), y.select(0, 1)).clone().div(3));
});

Deno.test("SequencerCriterion takes labels of steps, targets that are longer, and sequences of any length", () => {
  const criterion = new SequencerCriterion(new CrossEntropyCriterion()), x = numbers([4, 3]), y = labels([6], 3);
  const plain = new CrossEntropyCriterion(null, false).forward(x, y.narrow(0, 0, 4));
  assertClose(criterion.forward(x, y), plain, { relative: 1e-13 });
  assertEquals((criterion.backward(x, y) as Tensor).size(), [4, 3]);
  for (const steps of [2, 0, 5]) {
    assertEquals((criterion.call(zeros([steps, 3]), zeros([6]))[1] as Tensor).size(), [steps, 3]);
    const list = Array.from({ length: steps }, () => zeros([3]));
    assertEquals((criterion.call(list, new Array(6).fill(1))[1] as Tensor[]).length, steps);
  }
});

Deno.test("SequencerCriterion copies the criterion for each step", () => {
  const inner = new CrossEntropyCriterion(), criterion = new SequencerCriterion(inner);
  criterion.forward(zeros([2, 3]), zeros([2]));
  assertStrictEquals(criterion.criterion as unknown, inner);
  assertEquals(criterion.clones.length, 2);
  assert(criterion.getStepCriterion(0) !== criterion.getStepCriterion(1));
  assertStrictEquals(criterion.getStepCriterion(1), criterion.clones[1]);
  assertEquals(`${criterion}`, "SequencerCriterion(CrossEntropyCriterion)");
});

Deno.test("SequencerCriterion says what is wrong", () => {
  const criterion = new SequencerCriterion(new MSECriterion()), x = zeros([2, 3]);
  const wrong: [() => unknown, string][] = [
    [
      () => criterion.forward(x, zeros([1, 3])),
      ".forward: target must be a list or a tensor of at least 2 steps like input but is a tensor [1, 3]",
    ],
    [
      () => criterion.backward([x, x], [x]),
      ".backward: target must be a list or a tensor of at least 2 steps like input but is a list of 1",
    ],
    [
      () => criterion.forward(3 as unknown as Tensor, x),
      ".forward: input must be a list or a tensor [steps, …] but is 3",
    ],
    [() => new SequencerCriterion(3 as unknown as AnyCriterion), ": criterion must be a criterion but is 3"],
    [
      () => new SequencerCriterion(new ModuleCriterion(new MSECriterion())),
      ": criterion must be no ModuleCriterion; put the SequencerCriterion into the ModuleCriterion instead",
    ],
    [
      () => new SequencerCriterion(new MSECriterion(), 1 as unknown as boolean),
      ": sizeAverage must be true or false but is 1",
    ],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run SequencerCriterion${text}`);
});
