import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { BinaryClassReward, MSECriterion, type ReinforcedModule } from "./mod.ts";
import { labels, numbers, testCriterion, uniform } from "./testing.ts";

const deaf: ReinforcedModule = { reinforce: () => {} };

testCriterion("BinaryClassReward", {
  make: () => new BinaryClassReward(deaf),
  input: () => [uniform([6]), numbers([6], 4)],
  target: () => labels([6], 2),
  trueGradient: (k) => k === 0,
});

Deno.test("BinaryClassReward rewards right classes, and hands the rewards less the baseline to the module", () => {
  const taken: Tensor[] = [], net = { reinforce: (r: Tensor) => taken.push(r.clone()) };
  const criterion = new BinaryClassReward(net, 2), x = tensor([0.75, 0.5, 0.25, 1]), baseline = tensor([1, 1, 1, 1]);
  const y = tensor([1, 1, 0, 0], { dtype: "uint8" }); // right, wrong, right, wrong
  assertEquals(criterion.forward([x, baseline], y), -1);
  const [first, second] = criterion.backward([x, baseline], y);
  assertEquals(first!.toArray(), [0, 0, 0, 0]);
  assertClose(second!, new MSECriterion().backward(baseline, tensor([2, 0, 2, 0])));
  assertClose(taken[0]!, [0.25, -0.25, 0.25, -0.25]);
});

Deno.test("BinaryClassReward says what is wrong", () => {
  const criterion = new BinaryClassReward(deaf), x = zeros([2]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [() => criterion.forward([zeros([2, 1]), x], x), TypeError, ".forward: input[0] must be [batch] but is [2, 1]"],
    [() => criterion.forward([x, x], tensor([0, 2])), RangeError, ".forward: target 2 at position 1 is outside [0, 2)"],
    [
      () => criterion.backward([x, x], tensor([0.5, 0])),
      RangeError,
      ".backward: target must hold integers but is 0.5 at position 0",
    ],
    [
      () => new BinaryClassReward({} as ReinforcedModule),
      TypeError,
      ": module must have the method reinforce but is Object",
    ],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run BinaryClassReward${text}`);
});
