import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { AbsCriterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

testCriterion("AbsCriterion", {
  make: () => new AbsCriterion(),
  input: () => numbers([3, 4]),
  target: () => numbers([3, 4], 4),
  large: { input: () => numbers([300001]), target: () => numbers([300001], 4) },
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("AbsCriterion: where input and target are equal, the gradient is 1", () => {
  const criterion = new AbsCriterion(false), x = tensor([1, 2, 3]), y = tensor([1, 3, 2]);
  assertEquals(criterion.forward(x, y), 2);
  assertEquals(criterion.backward(x, y).toArray(), [1, -1, 1]);
});
