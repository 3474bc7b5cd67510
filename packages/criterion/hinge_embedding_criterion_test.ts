import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { HingeEmbeddingCriterion } from "./mod.ts";
import { signs, testCriterion, uniform } from "./testing.ts";

testCriterion("HingeEmbeddingCriterion", {
  make: () => new HingeEmbeddingCriterion(),
  input: () => uniform([3, 4], 0, 2),
  target: () => signs([3, 4], 5),
  large: { input: () => uniform([300001], 0, 2), target: () => signs([300001], 5) },
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("HingeEmbeddingCriterion follows its field margin", () => {
  const criterion = new HingeEmbeddingCriterion(), x = tensor([0.5]), y = tensor([-1]);
  assertEquals([criterion.margin, criterion.forward(x, y)], [1, 0.5]);
  criterion.margin = 2;
  assertEquals(criterion.forward(x, y), 1.5);
});

Deno.test("HingeEmbeddingCriterion says what is wrong with the margin", () => {
  assertThrows(() => new HingeEmbeddingCriterion(Infinity), RangeError, "margin must be finite but is Infinity");
});
