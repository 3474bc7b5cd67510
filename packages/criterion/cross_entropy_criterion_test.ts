import { assertEquals, assertThrows } from "@std/assert";
import { NativeError, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { CrossEntropyCriterion, type Reduction } from "./mod.ts";
import { assertGradInput, labels as drawLabels, numbers, testCriterion } from "./testing.ts";

const labels = (...list: number[]): Tensor => tensor(list, { dtype: "int64" });
const weights = tensor([1, 2, 0.5, 0], { dtype: "float64" });

for (const labelSmoothing of [0, 0.1]) {
  for (const weight of [undefined, weights]) {
    const title = `CrossEntropyCriterion, smoothing ${labelSmoothing}, ${weight ? "" : "no "}weights`;
    testCriterion(title, {
      make: () => new CrossEntropyCriterion(weight, true, { ignoreIndex: 3, labelSmoothing }),
      input: () => numbers([5, 4]),
      target: () => labels(2, 0, 1, 3, 1),
      large: { input: () => numbers([30001, 4]), target: () => drawLabels([30001], 4) },
      losses: [5],
      divisor: weight ? 5.5 : 4,
    });

    Deno.test(`${title}: samples in all forms have the gradient of finite differences`, () => {
      for (const reduction of ["mean", "sum", "none"] satisfies Reduction[]) {
        const criterion = new CrossEntropyCriterion(weight, true, { ignoreIndex: 3, labelSmoothing, reduction });
        assertGradInput(criterion, numbers([1, 4]), labels(2));
        assertGradInput(criterion, numbers([1, 4]), 2);
        assertGradInput(criterion, numbers([4]), 2);
        assertGradInput(criterion, numbers([5, 4, 1, 1]), labels(2, 0, 1, 3, 1));
        assertGradInput(criterion, numbers([4, 1, 1]), 0);
      }
    });
  }
}

Deno.test("CrossEntropyCriterion stands scores that are far apart", () => {
  const criterion = new CrossEntropyCriterion(), x = tensor([1e4, 0, -1e4], { dtype: "float64" });
  assertEquals(criterion.forward(x, 0), 0);
  assertEquals(criterion.forward(x, 2), 20000);
  assertClose(criterion.backward(x, 2), [1, 0, -1]);
});

Deno.test("CrossEntropyCriterion: smoothing takes a part of the mean over all classes", () => {
  const x = numbers([4, 3]), y = labels(0, 2, 1, 1), plain = new CrossEntropyCriterion(null, false);
  const all = [0, 1, 2].reduce((sum, c) => sum + plain.forward(x, labels(c, c, c, c)), 0);
  const smooth = new CrossEntropyCriterion(null, false, { labelSmoothing: 0.3 });
  assertClose(smooth.forward(x, y), 0.7 * plain.forward(x, y) + 0.3 / 3 * all, { relative: 1e-13 });
});

Deno.test("CrossEntropyCriterion gives 0 where every sample is ignored, and where there is none", () => {
  for (const labelSmoothing of [0, 0.1]) {
    const criterion = new CrossEntropyCriterion(null, true, { labelSmoothing });
    assertEquals(criterion.forward(numbers([2, 3]), labels(-100, -100)), 0);
    assertEquals(criterion.backward(numbers([2, 3]), labels(-100, -100)).sum(), 0);
    assertEquals(criterion.forward(zeros([0, 3]), zeros([0])), 0);
    assertEquals(criterion.backward(zeros([0, 3]), zeros([0])).size(), [0, 3]);
  }
});

Deno.test("CrossEntropyCriterion.clone() shares nothing", () => {
  const criterion = new CrossEntropyCriterion(), x = numbers([2, 3]), y = labels(0, 2);
  const loss = criterion.forward(x, y), copy = criterion.clone();
  copy.forward(numbers([2, 3], 9), y);
  copy.weights = zeros([3], { dtype: "float64" });
  const gradInput = criterion.backward(x, y).clone();
  assertEquals(criterion.forward(x, y), loss);
  assertEquals(criterion.backward(x, y).toArray(), gradInput.toArray());
});

Deno.test("CrossEntropyCriterion.size() is the number of weights", () => {
  assertEquals([new CrossEntropyCriterion().size(), new CrossEntropyCriterion(weights).size()], [0, 4]);
});

Deno.test("CrossEntropyCriterion says what is wrong", () => {
  const criterion = new CrossEntropyCriterion(), x = zeros([2, 3]);
  assertThrows(
    () => criterion.forward(x, labels(0, 3)),
    NativeError,
    "Cannot run CrossEntropyCriterion.forward: target 3 at position 1 is outside [0, 3)",
  );
  const wrong: [() => unknown, string][] = [
    [() => criterion.forward(x, labels(0)), "forward: target must be [2] but is [1]"],
    [
      () => criterion.forward(zeros([2, 3, 4, 4]), labels(0, 1)),
      "forward: input must be [classes] or [batch, classes] but is [2, 3, 4, 4]",
    ],
    [() => criterion.forward(x.to("int64"), labels(0, 1)), "forward: input must be float32 or float64 but is int64"],
    [() => criterion.forward(x, [0, 1] as unknown as Tensor), "forward: target must be a tensor but is [0, 1]"],
    [
      () => new CrossEntropyCriterion().backward(x, labels(0, 1)),
      "backward: forward must run before it with the input [2, 3] but has not",
    ],
    [
      () => criterion.backward(zeros([4, 3]), labels(0, 1, 1, 1)),
      "backward: forward must run before it with the input [4, 3] but ran with [2, 3]",
    ],
  ];
  criterion.forward(x, labels(0, 1));
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run CrossEntropyCriterion.${text}`);
  for (const labelSmoothing of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => new CrossEntropyCriterion(null, true, { labelSmoothing }),
      RangeError,
      `Cannot run CrossEntropyCriterion: labelSmoothing must be from 0 to 1 but is ${labelSmoothing}`,
    );
  }
});
