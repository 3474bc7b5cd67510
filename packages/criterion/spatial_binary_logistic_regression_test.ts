import { assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SoftMarginCriterion, SpatialBinaryLogisticRegression } from "./mod.ts";
import { numbers, signs, testCriterion } from "./testing.ts";

testCriterion("SpatialBinaryLogisticRegression", {
  make: () => new SpatialBinaryLogisticRegression(),
  input: () => numbers([2, 1, 3, 4]),
  target: () => signs([2, 1, 3, 4]),
  losses: [2, 1, 3, 4],
  divisor: 2,
  sameDtype: true,
});

Deno.test("SpatialBinaryLogisticRegression is half the mean over the pixels", () => {
  const x = numbers([2, 1, 3, 4]), y = signs([2, 1, 3, 4]), mean = new SoftMarginCriterion().forward(x, y);
  const criterion = new SpatialBinaryLogisticRegression();
  assertClose(criterion.forward(x, y), mean / 2, { relative: 1e-14 });
  criterion.sizeAverage = false;
  assertClose(criterion.forward(x, y), mean, { relative: 1e-14 }); // a sum over two images
  assertClose(
    criterion.forward(x.select(0, 1), y.select(0, 1)),
    new SoftMarginCriterion().forward(x.select(0, 1), y.select(0, 1)) / 2,
  );
});

Deno.test("SpatialBinaryLogisticRegression says what is wrong", () => {
  const criterion = new SpatialBinaryLogisticRegression(), x = zeros([2, 2, 3, 4]);
  assertThrows(
    () => criterion.forward(x, x),
    TypeError,
    "Cannot run SpatialBinaryLogisticRegression.forward: input must be [1, height, width] or [batch, 1, height, width] but is " +
      "[2, 2, 3, 4]",
  );
  assertThrows(
    () => criterion.forward(zeros([1, 3, 4]), zeros([1, 4, 3])),
    TypeError,
    "target must be [1, 3, 4] like input but is [1, 4, 3]",
  );
});
