import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { MarginCriterion } from "./mod.ts";
import { numbers, signs, testCriterion } from "./testing.ts";

testCriterion("MarginCriterion", {
  make: () => new MarginCriterion(0.5),
  input: () => numbers([3, 4]),
  target: () => signs([3, 4]),
  large: { input: () => numbers([300001]), target: () => signs([300001]) },
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("MarginCriterion follows its fields", () => {
  const criterion = new MarginCriterion(), x = tensor([0.5, 3]), y = tensor([1, 1]);
  assertEquals([criterion.margin, criterion.sizeAverage, criterion.forward(x, y)], [1, true, 0.25]);
  criterion.margin = 2;
  criterion.sizeAverage = false;
  assertEquals(criterion.forward(x, y), 1.5);
});

Deno.test("MarginCriterion says what is wrong with the margin", () => {
  assertThrows(
    () => new MarginCriterion(NaN),
    RangeError,
    "Cannot run MarginCriterion: margin must be finite but is NaN",
  );
});
