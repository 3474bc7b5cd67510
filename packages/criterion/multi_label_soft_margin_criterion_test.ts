import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { BCEWithLogitsCriterion, MultiLabelSoftMarginCriterion } from "./mod.ts";
import { numbers, testCriterion, uniform } from "./testing.ts";

const weights = tensor([1, 0, 2, 0.5], { dtype: "float64" });

testCriterion("MultiLabelSoftMarginCriterion", {
  make: () => new MultiLabelSoftMarginCriterion(weights),
  input: () => numbers([3, 4]),
  target: () => uniform([3, 4], 0, 2).floor(),
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("MultiLabelSoftMarginCriterion is BCEWithLogitsCriterion", () => {
  const x = numbers([3, 4]), y = uniform([3, 4]), several = new MultiLabelSoftMarginCriterion(weights, false);
  assertEquals(several.forward(x, y), new BCEWithLogitsCriterion(weights, false).forward(x, y));
  assertEquals([`${several}`, several.size()], ["MultiLabelSoftMarginCriterion", 4]);
});
