import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { SmoothL1Criterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

testCriterion("SmoothL1Criterion", {
  make: () => new SmoothL1Criterion(),
  input: () => numbers([3, 4]).mul(2),
  target: () => numbers([3, 4], 4),
  large: { input: () => numbers([300001]), target: () => numbers([300001], 4) },
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("SmoothL1Criterion is finite far away", () => {
  const criterion = new SmoothL1Criterion(false), x = tensor([1e30, -1e30]), y = tensor([0, 0]);
  assertEquals(criterion.forward(x, y), tensor([2e30]).item());
  assertEquals(criterion.backward(x, y).toArray(), [1, -1]);
});
