import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { MSECriterion, SpatialAutoCropMSECriterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

testCriterion("SpatialAutoCropMSECriterion", {
  make: () => new SpatialAutoCropMSECriterion(),
  input: () => numbers([2, 3, 2, 3]),
  target: () => numbers([2, 3, 5, 3], 4),
  losses: [2, 3, 2, 3],
  sameDtype: true,
});

Deno.test("SpatialAutoCropMSECriterion compares with the middle of the target", () => {
  const x = numbers([3, 2, 4]), y = numbers([3, 5, 7], 4), middle = y.narrow(1, 1, 2).narrow(2, 1, 4);
  for (const target of [y, middle]) {
    const criterion = new SpatialAutoCropMSECriterion(false), plain = new MSECriterion(false);
    assertEquals(criterion.forward(x, target), plain.forward(x, middle));
    assertEquals(criterion.backward(x, target).toArray(), plain.backward(x, middle).toArray());
  }
});

Deno.test("SpatialAutoCropMSECriterion says what is wrong", () => {
  const criterion = new SpatialAutoCropMSECriterion(),
    wrong: [number[], number[], string][] = [
      [[3, 3], [3, 3], "input must be [planes, height, width] or [batch, planes, height, width] but is [3, 3]"],
      [[1, 3, 3], [1, 3, 2], "target must be at least [1, 3, 3] in height and width"],
      [[1, 3, 3], [2, 3, 3], "and equal to it in the other dimensions but is [2, 3, 3]"],
      [[1, 3, 3], [1, 1, 3, 3], "but is [1, 1, 3, 3]"],
    ];
  for (const [x, y, text] of wrong) assertThrows(() => criterion.forward(zeros(x), zeros(y)), TypeError, text);
});
