import { assertEquals, assertThrows } from "@std/assert";
import { assertClose } from "@taimatsu/tensor/testing";
import { HuberCriterion, SmoothL1Criterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

testCriterion("HuberCriterion", {
  make: () => new HuberCriterion(0.7),
  input: () => numbers([3, 4]),
  target: () => numbers([3, 4], 4),
  large: { input: () => numbers([300001]), target: () => numbers([300001], 4) },
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("HuberCriterion with delta 1 is SmoothL1Criterion", () => {
  const x = numbers([3, 4]),
    y = numbers([3, 4], 4),
    huber = new HuberCriterion(1, false),
    smooth = new SmoothL1Criterion(false);
  assertClose(huber.forward(x, y), smooth.forward(x, y), { relative: 1e-14 });
  assertClose(huber.backward(x, y), smooth.backward(x, y));
});

Deno.test("HuberCriterion follows its field delta", () => {
  const criterion = new HuberCriterion(1), x = numbers([5]), y = numbers([5], 4);
  criterion.delta = 0.5;
  assertEquals([criterion.delta, criterion.forward(x, y)], [0.5, new HuberCriterion(0.5).forward(x, y)]);
});

Deno.test("HuberCriterion says what is wrong with delta", () => {
  for (const delta of [0, -1, NaN, Infinity]) {
    assertThrows(() => new HuberCriterion(delta), RangeError, "Cannot run HuberCriterion: delta must be from");
  }
});
