import { assertEquals, assertThrows } from "@std/assert";
import { type Dtype, NativeError, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { ClassNLLCriterion, type Reduction } from "./mod.ts";
import { assertGradInput, labels as drawLabels, numbers, testCriterion } from "./testing.ts";

const labels = (...list: number[]): Tensor => tensor(list, { dtype: "int64" });
const weights = tensor([1, 2, 0.5, 0], { dtype: "float64" });

for (const weight of [undefined, weights]) {
  testCriterion(`ClassNLLCriterion, ${weight ? "" : "no "}weights`, {
    make: () => new ClassNLLCriterion(weight, true, 3),
    input: () => numbers([5, 4]),
    target: () => labels(2, 0, 1, 3, 1),
    large: { input: () => numbers([60001, 4]), target: () => drawLabels([60001], 4) },
    losses: [5],
    divisor: weight ? 5.5 : 4,
  });

  for (const reduction of ["mean", "sum", "none"] satisfies Reduction[]) {
    const criterion = new ClassNLLCriterion(weight, true, 3, { reduction });
    const title = `ClassNLLCriterion, reduction ${reduction}, ${weight ? "" : "no "}weights`;

    Deno.test(`${title}: a batch of one and single samples have the gradient of finite differences`, () => {
      assertGradInput(criterion, numbers([1, 4]), labels(2));
      assertGradInput(criterion, numbers([4]), 2);
      assertGradInput(criterion, numbers([4]), labels(1));
    });

    Deno.test(`${title}: the loss is what it should be`, () => {
      const x = numbers([50, 4]),
        y = drawLabels([50], 4),
        w = (label: number) => label === 3 ? 0 : weight?.get(label) ?? 1;
      const losses = Array.from({ length: 50 }, (_, i) => -w(y.get(i)) * x.get(i, y.get(i)));
      let total = 0, sum = 0;
      for (let i = 0; i < 50; i++) {
        total += w(y.get(i));
        sum += losses[i]!;
      }
      assertClose(criterion.forward(x, y), reduction === "mean" ? sum / total : sum, { relative: 1e-12 });
      if (reduction === "none") assertClose(criterion.lossTensor(x, y), losses, { relative: 1e-12 });
    });
  }
}

Deno.test("ClassNLLCriterion takes labels of every dtype", () => {
  const criterion = new ClassNLLCriterion(), x = numbers([3, 4]), expected = criterion.forward(x, labels(3, 0, 2));
  for (
    const dtype of ["uint8", "int8", "int16", "int32", "float32", "float64", "float16", "bfloat16"] satisfies Dtype[]
  ) {
    assertEquals(criterion.forward(x, tensor([3, 0, 2], { dtype })), expected);
  }
});

Deno.test("ClassNLLCriterion takes a label for one sample as number or tensor", () => {
  const criterion = new ClassNLLCriterion(), x = tensor([-1, -2, -3]);
  for (const target of [1, labels(1), tensor([1])]) {
    assertEquals(criterion.forward(x, target), 2);
    assertEquals(criterion.backward(x, target).toArray(), [0, -1, 0]);
  }
  assertEquals(criterion.forward(x.view(1, 3), 2), 3);
  assertEquals(criterion.backward(x.view(1, 3), 2).toArray(), [[0, 0, -1]]);
});

Deno.test("ClassNLLCriterion gives 0 where every sample is ignored, and where there is none", () => {
  const criterion = new ClassNLLCriterion(), x = numbers([2, 3]), y = labels(-100, -100);
  assertEquals(criterion.forward(x, y), 0);
  assertEquals(criterion.backward(x, y).toArray(), [[0, 0, 0], [0, 0, 0]]);
  assertEquals(criterion.forward(numbers([3]), -100), 0);
  const none = new ClassNLLCriterion(null, true, -100, { reduction: "none" });
  assertEquals(none.lossTensor(x, y).toArray(), [0, 0]);
  for (const c of [criterion, none]) {
    assertEquals(c.forward(zeros([0, 3]), zeros([0])), 0);
    assertEquals(c.backward(zeros([0, 3]), zeros([0])).size(), [0, 3]);
  }
});

Deno.test("ClassNLLCriterion: a sample's weight cancels in its average", () => {
  const criterion = new ClassNLLCriterion(tensor([1, 5, 1]));
  assertEquals(criterion.forward(tensor([-1, -2, -3]), 1), 2);
});

Deno.test("ClassNLLCriterion.type() converts the weights", () => {
  const criterion = new ClassNLLCriterion(weights), x = numbers([2, 4]).to("float32"), y = labels(0, 1);
  assertThrows(
    () => criterion.forward(x, y),
    TypeError,
    "Cannot run ClassNLLCriterion.forward: weights must be float32 like input but is float64",
  );
  criterion.type("float32").forward(x, y);
});

Deno.test("ClassNLLCriterion.size() is the number of weights", () => {
  assertEquals([new ClassNLLCriterion().size(), new ClassNLLCriterion(weights).size()], [0, 4]);
});

Deno.test("ClassNLLCriterion says what is wrong with a label", () => {
  const criterion = new ClassNLLCriterion(), x = zeros([4, 10]);
  const forward = (target: Tensor | number) => () => criterion.forward(x, target);
  assertThrows(
    forward(labels(1, 2, 3, 10)),
    NativeError,
    "Cannot run ClassNLLCriterion.forward: target 10 at position 3 is outside [0, 10)",
  );
  assertThrows(
    forward(labels(1, -1, 3, 0)),
    NativeError,
    "Cannot run ClassNLLCriterion.forward: target -1 at position 1 is outside [0, 10)",
  );
  for (const dtype of ["float32", "float64", "float16", "bfloat16"] satisfies Dtype[]) {
    assertThrows(
      forward(tensor([1, 2, 1.5, 0], { dtype })),
      RangeError,
      "Cannot run ClassNLLCriterion.forward: target must hold integers but is 1.5 at position 2",
    );
  }
  assertThrows(
    forward(tensor([1, NaN, 1, 0])),
    RangeError,
    "Cannot run ClassNLLCriterion.forward: target must hold integers but is NaN at position 1",
  );
  assertThrows(
    () => criterion.forward(zeros([10]), 2.5),
    RangeError,
    "Cannot run ClassNLLCriterion.forward: target must be an integer but is 2.5",
  );
  assertThrows(
    () => criterion.forward(zeros([10]), 12),
    NativeError,
    "Cannot run ClassNLLCriterion.forward: target 12 at position 0 is outside [0, 10)",
  );
  criterion.forward(x, labels(0, 0, 0, 0));
  assertThrows(
    () => criterion.backward(x, labels(0, 0, 11, 0)).toArray(), // a GPU looks at labels later
    NativeError,
    "Cannot run ClassNLLCriterion.backward: target 11 at position 2 is outside [0, 10)",
  );
  assertEquals(criterion.forward(x, labels(0, 0, 0, 0)), 0);
});

Deno.test("ClassNLLCriterion says what is wrong with its arguments", () => {
  const criterion = new ClassNLLCriterion(), x = zeros([4, 10]), y = labels(0, 1, 2, 3);
  const forward = (input: unknown, target: unknown) => () => criterion.forward(input as Tensor, target as Tensor);
  const wrong: [() => unknown, string][] = [
    [forward(x, labels(0, 1, 2)), "target must be [4] but is [3]"],
    [forward(x, y.view(2, 2)), "target must be [4] but is [2, 2]"],
    [forward(x, 3), "target must be [4] but is the number 3"],
    [forward(x, "cat"), 'target must be a tensor but is "cat"'],
    [forward(x, undefined), "target must be a tensor but is undefined"],
    [forward(3, y), "input must be a tensor but is 3"],
    [forward(zeros([2, 3, 4]), y), "input must be [classes] or [batch, classes] but is [2, 3, 4]"],
    [forward(tensor([]), 0), "input must be [classes] or [batch, classes] but is []"],
    [forward(x.to("int32"), y), "input must be float32 or float64 but is int32"],
    [() => new ClassNLLCriterion(zeros([3])).forward(x, y), "weights must be [10] but is [3]"],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run ClassNLLCriterion.forward: ${text}`);
  assertThrows(
    () => criterion.backward(x, y),
    TypeError,
    "Cannot run ClassNLLCriterion.backward: forward must run before it but has not",
  );
  assertThrows(
    () => new ClassNLLCriterion(zeros([2, 2])),
    TypeError,
    "Cannot run ClassNLLCriterion: weights must be [classes] but is [2, 2]",
  );
  assertThrows(
    () => new ClassNLLCriterion([1, 2] as unknown as Tensor),
    TypeError,
    "Cannot run ClassNLLCriterion: weights must be a tensor but is [1, 2]",
  );
  assertThrows(
    () => new ClassNLLCriterion(null, true, "x" as unknown as number),
    TypeError,
    'Cannot run ClassNLLCriterion: ignoreIndex must be a number but is "x"',
  );
});
