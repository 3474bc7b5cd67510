import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { WeightedMSECriterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

for (const size of [[3, 4], [4]]) {
  testCriterion(`WeightedMSECriterion, weight [${size}]`, {
    make: () => new WeightedMSECriterion(numbers(size, 5)),
    input: () => numbers([3, 4]),
    target: () => numbers([3, 4], 4),
    losses: [3, 4],
    sameDtype: true,
  });
}

Deno.test("WeightedMSECriterion scales the target and copies its weight", () => {
  const weight = tensor([1, 2]), criterion = new WeightedMSECriterion(weight), x = tensor([1, 1]), y = tensor([2, 3]);
  weight.zero();
  assertClose(criterion.forward(x, y), (1 + 25) / 2);
  assertClose(criterion.backward(x, y), [-1, -5]);
});

Deno.test("WeightedMSECriterion says what is wrong", () => {
  const criterion = new WeightedMSECriterion(zeros([4])), x = zeros([2, 3]);
  assertThrows(
    () => criterion.forward(x, x),
    TypeError,
    "Cannot run WeightedMSECriterion.forward: weight must be [2, 3] or [3] but is [4]",
  );
  assertThrows(
    () => criterion.forward(zeros([4]).double(), zeros([4]).double()),
    TypeError,
    "Cannot run WeightedMSECriterion.forward: weight must be float64 like input but is float32",
  );
  assertThrows(
    () => new WeightedMSECriterion(zeros([4]).int()),
    TypeError,
    "Cannot run WeightedMSECriterion: weight must be float32 or float64 but is int32",
  );
  assertEquals(criterion.forward(zeros([4]), zeros([4])), 0);
});
