import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { AbsCriterion, type Criterion, MSECriterion, type ReinforcedModule, VRClassReward } from "./mod.ts";
import { labels, numbers, testCriterion } from "./testing.ts";

const deaf: ReinforcedModule = { reinforce: () => {} };

// The loss does not depend on the baseline, whose gradient is that of another loss.
testCriterion("VRClassReward", {
  make: () => new VRClassReward(deaf, 2),
  input: () => [numbers([6, 4]), numbers([6, 1], 4)],
  target: () => labels([6], 4),
  trueGradient: (k) => k === 0,
});

Deno.test("VRClassReward rewards right classes, and hands the rewards less the baseline to the module", () => {
  const taken: Tensor[] = [], net = { reinforce: (r: Tensor) => taken.push(r.clone()) };
  const criterion = new VRClassReward(net, 3), scores = tensor([[1, 2], [3, 0], [5, 5]]), baseline = tensor([1, 2, 3]);
  const y = tensor([1, 1, 0]); // right, wrong, right: the first of equal scores counts
  assertEquals(criterion.forward([scores, baseline], y), -2);
  const [first, second] = criterion.backward([scores, baseline], y);
  assertEquals(first!.toArray(), [[0, 0], [0, 0], [0, 0]]);
  assertClose(second!, new MSECriterion().backward(baseline, tensor([3, 0, 3])));
  assertClose(taken[0]!, [2 / 3, -2 / 3, 0]);
  criterion.sizeAverage = false;
  assertEquals(criterion.forward([scores, baseline], y), -6);
  criterion.backward([scores, baseline], y);
  assertClose(taken[1]!, [2, -2, 0]);
});

Deno.test("VRClassReward takes a baseline [batch, 1] and another criterion for it", () => {
  const criterion = new VRClassReward(deaf, 1, new AbsCriterion());
  const [, gradBaseline] = criterion.call([tensor([[1, 2], [3, 0]]), tensor([[2], [-1]])], tensor([0, 0]))[1];
  assertEquals(gradBaseline!.toArray(), [[0.5], [-0.5]]);
});

Deno.test("VRClassReward: clone() and type() leave the module alone", () => {
  const net = { reinforce: () => {}, clone: () => 0, type: () => 0 }, criterion = new VRClassReward(net);
  assertStrictEquals(criterion.clone().float().module, net);
  assertStrictEquals(criterion.module, net);
});

Deno.test("VRClassReward gives 0 for no samples", () => {
  const criterion = new VRClassReward(deaf), input = [zeros([0, 3]), zeros([0])];
  assertEquals(criterion.forward(input, zeros([0])), 0);
  assertEquals(criterion.backward(input, zeros([0])).map((g) => g.size()), [[0, 3], [0]]);
});

Deno.test("VRClassReward says what is wrong", () => {
  const criterion = new VRClassReward(deaf), x = zeros([2, 3]), b = zeros([2]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [() => criterion.forward([x], b), TypeError, ".forward: input must be a list of 2 tensors but is a list of 1"],
    [() => criterion.forward([b, b], b), TypeError, ".forward: input[0] must be [batch, classes] but is [2]"],
    [() => criterion.forward([x, zeros([3])], b), TypeError, ".forward: input[1] must be [2] or [2, 1] but is [3]"],
    [
      () => criterion.forward([x, b.double()], b),
      TypeError,
      ".forward: input[1] must be float32 like input[0] but is float64",
    ],
    [() => criterion.forward([x, b], zeros([3])), TypeError, ".forward: target must be [2] but is [3]"],
    [
      () => criterion.backward([x, b], tensor([0, 3])),
      RangeError,
      ".backward: target 3 at position 1 is outside [0, 3)",
    ],
    [
      () => new VRClassReward({} as ReinforcedModule),
      TypeError,
      ": module must have the method reinforce but is Object",
    ],
    [
      () => new VRClassReward(null as unknown as ReinforcedModule),
      TypeError,
      ": module must have the method reinforce but is null",
    ],
    [() => new VRClassReward(deaf, NaN), RangeError, ": scale must be finite but is NaN"],
    [
      () => new VRClassReward(deaf, 1, 3 as unknown as Criterion),
      TypeError,
      ": criterion must be a criterion but is 3",
    ],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run VRClassReward${text}`);
});
