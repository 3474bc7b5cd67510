import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { type Activity, ClassNLLCriterion, MarginRankingCriterion, MSECriterion, ParallelCriterion } from "./mod.ts";
import { labels, numbers, signs, testCriterion } from "./testing.ts";

testCriterion("ParallelCriterion", {
  make: () =>
    new ParallelCriterion().add(new MSECriterion(), 0.5).add(new ClassNLLCriterion(), 2).add(
      new ParallelCriterion().add(new MarginRankingCriterion()),
    ),
  input: (): Activity => [numbers([3, 4]), numbers([2, 3], 4), [[numbers([5], 5), numbers([5], 6)]]],
  target: (): unknown => [numbers([3, 4], 7), labels([2], 3), [signs([5])]],
});

testCriterion("ParallelCriterion with one target", {
  make: () => new ParallelCriterion(true).add(new MSECriterion()).add(new MSECriterion(false), 0.1),
  input: (): Activity => [numbers([3, 4]), numbers([3, 4], 4)],
  target: (): unknown => numbers([3, 4], 7),
});

Deno.test("ParallelCriterion gives each criterion its entry", () => {
  const mse = new MSECriterion(),
    nll = new ClassNLLCriterion(),
    x = [numbers([4]), numbers([3])],
    y = [numbers([4], 4), 2];
  const criterion = new ParallelCriterion().add(mse).add(nll, 3);
  assertClose(criterion.forward(x, y), mse.forward(x[0]!, y[0] as Tensor) + 3 * nll.forward(x[1]!, 2), {
    relative: 1e-14,
  });
  const [first, second] = criterion.backward(x, y) as Tensor[];
  assertClose(first!, mse.backward(x[0]!, y[0] as Tensor));
  assertEquals(second!.toArray(), [0, 0, -3]);
  assertEquals(`${criterion}`, "ParallelCriterion(MSECriterion, 3 × ClassNLLCriterion)");
});

Deno.test("ParallelCriterion follows inputs of other sizes", () => {
  const criterion = new ParallelCriterion().add(new MSECriterion());
  for (const size of [[2, 3], [4], [0], [2, 3]]) {
    assertEquals((criterion.backward([zeros(size)], [zeros(size)]) as Tensor[]).map((g) => g.size()), [size]);
  }
});

Deno.test("ParallelCriterion says what is wrong", () => {
  const x = zeros([2]), criterion = new ParallelCriterion().add(new MSECriterion()).add(new MSECriterion());
  const wrong: [() => unknown, string][] = [
    [() => criterion.forward([x], [x, x]), ".forward: input must be a list of 2 but is a list of 1"],
    [() => criterion.forward(x, [x, x]), ".forward: input must be a list of 2 but is a tensor [2]"],
    [() => criterion.forward([x, x], [x]), ".forward: target must be a list of 2 but is a list of 1"],
    [() => criterion.backward([x, x], x), ".backward: target must be a list of 2 but is a tensor [2]"],
    [() => new ParallelCriterion(3 as unknown as boolean), ": repeatTarget must be true or false but is 3"],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run ParallelCriterion${text}`);
});
