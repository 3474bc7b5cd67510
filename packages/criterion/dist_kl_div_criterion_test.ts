import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { DistKLDivCriterion, type DistKLDivOptions } from "./mod.ts";
import { numbers, testCriterion, uniform } from "./testing.ts";

testCriterion("DistKLDivCriterion", {
  make: () => new DistKLDivCriterion(),
  input: () => numbers([3, 4]),
  target: () => uniform([3, 4]),
  large: { input: () => numbers([300001]), target: () => uniform([300001]) },
  losses: [3, 4],
  sameDtype: true,
});

testCriterion("DistKLDivCriterion, mean over the batch", {
  make: () => new DistKLDivCriterion({ reduction: "batchMean" }),
  input: () => numbers([3, 4]),
  target: () => uniform([3, 4]),
  sameDtype: true,
});

Deno.test("DistKLDivCriterion divides by the batch where it should", () => {
  const x = numbers([3, 4]), y = uniform([3, 4]), sum = new DistKLDivCriterion({ reduction: "sum" }).forward(x, y);
  assertClose(new DistKLDivCriterion({ reduction: "batchMean" }).forward(x, y), sum / 3, { relative: 1e-14 });
  assertClose(new DistKLDivCriterion().forward(x, y), sum / 12, { relative: 1e-14 });
});

Deno.test("DistKLDivCriterion leaves out targets that are not positive", () => {
  const criterion = new DistKLDivCriterion({ reduction: "none" }), x = tensor([-1, -2, -3]), y = tensor([0, 1, -1]);
  assertEquals(criterion.lossTensor(x, y).toArray(), [0, 2, 0]);
  assertEquals(criterion.backward(x, y).toArray().map((g) => g as number + 0), [0, -1, 0]);
});

Deno.test("DistKLDivCriterion says what is wrong with its options", () => {
  assertThrows(
    () => new DistKLDivCriterion({ reduction: "average" } as unknown as DistKLDivOptions),
    TypeError,
    'Cannot run DistKLDivCriterion: reduction must be one of mean, sum, none, batchMean but is "average"',
  );
});
