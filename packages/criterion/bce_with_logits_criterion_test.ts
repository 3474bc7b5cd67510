import { assertEquals } from "@std/assert";
import { sigmoid, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { BCECriterion, BCEWithLogitsCriterion } from "./mod.ts";
import { numbers, testCriterion, uniform } from "./testing.ts";

const weights = tensor([1, 0, 2, 0.5], { dtype: "float64" });

testCriterion("BCEWithLogitsCriterion", {
  make: () => new BCEWithLogitsCriterion(weights),
  input: () => numbers([3, 4]),
  target: () => uniform([3, 4]),
  large: { input: () => numbers([75000, 4]), target: () => uniform([75000, 4]) },
  losses: [3, 4],
  sameDtype: true,
});

Deno.test("BCEWithLogitsCriterion is BCECriterion of a sigmoid", () => {
  const x = numbers([3, 4]), y = uniform([3, 4]);
  assertClose(new BCEWithLogitsCriterion().forward(x, y), new BCECriterion().forward(sigmoid(x), y), {
    relative: 1e-10,
  });
});

Deno.test("BCEWithLogitsCriterion is finite for scores of any magnitude", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const criterion = new BCEWithLogitsCriterion(null, false);
    const x = tensor([1e4, -1e4, 1e4, -1e4], { dtype }), y = tensor([1, 0, 0, 1], { dtype });
    assertEquals(criterion.forward(x, y), 2e4);
    assertEquals(criterion.backward(x, y).toArray(), [0, 0, 1, -1]);
  }
});

Deno.test("BCEWithLogitsCriterion.size() is the number of weights", () => {
  assertEquals([new BCEWithLogitsCriterion().size(), new BCEWithLogitsCriterion(weights).size()], [0, 4]);
});
