import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { SoftMarginCriterion } from "./mod.ts";
import { numbers, signs, testCriterion } from "./testing.ts";

testCriterion("SoftMarginCriterion", {
  make: () => new SoftMarginCriterion(),
  input: () => numbers([3, 4]),
  target: () => signs([3, 4]),
  large: { input: () => numbers([300001]), target: () => signs([300001]) },
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("SoftMarginCriterion is finite for inputs of any magnitude", () => {
  const criterion = new SoftMarginCriterion({ reduction: "sum" }),
    x = tensor([1e4, -1e4, 1e4, -1e4]),
    y = tensor([1, -1, -1, 1]);
  assertEquals(criterion.forward(x, y), 2e4);
  assertEquals(criterion.backward(x, y).toArray().map((g) => g as number + 0), [0, 0, 1, -1]);
});
