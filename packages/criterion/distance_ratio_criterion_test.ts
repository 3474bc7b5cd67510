import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { DistanceRatioCriterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

testCriterion("DistanceRatioCriterion", {
  make: () => new DistanceRatioCriterion(),
  input: () => [numbers([6]), numbers([6], 4)],
  target: () => undefined,
  losses: [6],
});

Deno.test("DistanceRatioCriterion is X + log(e^-X + e^-Y)", () => {
  const x = numbers([6]), y = numbers([6], 4), criterion = new DistanceRatioCriterion(true, { reduction: "none" });
  const expected = Array.from({ length: 6 }, (_, i) => x.get(i) + Math.log(Math.exp(-x.get(i)) + Math.exp(-y.get(i))));
  assertClose(criterion.lossTensor([x, y]), expected, { relative: 1e-13 });
});

Deno.test("DistanceRatioCriterion is finite for distances of any magnitude and sign", () => {
  const criterion = new DistanceRatioCriterion(false), input = [tensor([1e4, -1e4]), tensor([-1e4, 1e4])];
  assertEquals(criterion.forward(input), 2e4);
  assertEquals(criterion.backward(input).map((g) => g.toArray()), [[1, 0], [-1, -0]]);
});

Deno.test("DistanceRatioCriterion says what is wrong", () => {
  assertThrows(
    () => new DistanceRatioCriterion().forward([zeros([3]), zeros([4])]),
    TypeError,
    "Cannot run DistanceRatioCriterion.forward: input[1] must be [3] like input[0] but is [4]",
  );
});
