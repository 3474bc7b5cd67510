import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { BCECriterion } from "./mod.ts";
import { testCriterion, uniform } from "./testing.ts";

const weights = tensor([1, 0, 2, 0.5], { dtype: "float64" });

testCriterion("BCECriterion", {
  make: () => new BCECriterion(),
  input: () => uniform([3, 4], 0.1, 0.9),
  target: () => uniform([3, 4], 0, 1, 4),
  large: { input: () => uniform([300001], 0.1, 0.9), target: () => uniform([300001], 0, 1, 4) },
  losses: [3, 4],
  sameDtype: true,
});

testCriterion("BCECriterion with weights", {
  make: () => new BCECriterion(weights),
  input: () => uniform([2, 3, 4], 0.1, 0.9),
  target: () => uniform([2, 3, 4], 0, 1, 4),
  losses: [2, 3, 4],
  sameDtype: true,
});

Deno.test("BCECriterion is finite where a sigmoid is saturated", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const criterion = new BCECriterion(null, false),
      x = tensor([0, 1, 0, 1], { dtype }),
      y = tensor([0, 1, 1, 0], { dtype });
    assertClose(criterion.forward(x, y), -2 * Math.log(1e-12), { relative: 1e-4 });
    assertClose(criterion.backward(x, y).mul(1e-12), [0, 0, -1, 1]);
  }
});

Deno.test("BCECriterion.size() is the number of weights", () => {
  assertEquals([new BCECriterion().size(), new BCECriterion(weights).size()], [0, 4]);
});

Deno.test("BCECriterion leaves the weights alone that it was given", () => {
  const given = weights.clone();
  assertEquals(new BCECriterion(given).float().weights!.dtype, "float32");
  assertEquals(given.dtype, "float64");
});

Deno.test("BCECriterion says what is wrong", () => {
  const criterion = new BCECriterion(), y = tensor([0, 1, 1]);
  for (
    const [values, text] of [[[0.5, 1.5, 0], "1.5 at position 1"], [[0.5, 0, -0.25], "-0.25 at position 2"]] as const
  ) {
    assertThrows(
      () => criterion.forward(tensor(values), y),
      RangeError,
      `Cannot run BCECriterion.forward: input must be from 0 to 1 but is ${text}`,
    );
  }
  assertThrows(
    () => new BCECriterion(tensor([1, 2])).forward(y, y),
    TypeError,
    "Cannot run BCECriterion.forward: weights must be [3] but is [2]",
  );
  assertThrows(
    () => new BCECriterion(3 as unknown as Tensor),
    TypeError,
    "Cannot run BCECriterion: weights must be a tensor but is 3",
  );
});
