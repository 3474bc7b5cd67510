import { assertEquals, assertThrows } from "@std/assert";
import { NativeError, rand, randn, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { CrossEntropyCriterion } from "./mod.ts";
import {
  assertAnyLayout,
  assertGradInput,
  assertKeepsMemory,
  assertSameWithThreads,
  assertSinglePrecision,
} from "./testing.ts";

const draw = (...shape: number[]): Tensor => randn(shape, { dtype: "float64" });
const labels = (...list: number[]): Tensor => tensor(list, { dtype: "int64" });
const many = (n: number, classes: number): Tensor => rand([n], { dtype: "float64" }).mul(classes).floor().to("int64");
const weights = tensor([1, 2, 0.5, 0], { dtype: "float64" });

for (const sizeAverage of [true, false]) {
  for (const weight of [undefined, weights]) {
    const criterion = new CrossEntropyCriterion(weight, sizeAverage, { ignoreIndex: 3 });
    const title = `CrossEntropyCriterion, sizeAverage ${sizeAverage}, ${weight ? "" : "no "}weights`;

    Deno.test(`${title}: the gradient is that of finite differences`, () => {
      assertGradInput(criterion, draw(5, 4), labels(2, 0, 1, 3, 1));
      assertGradInput(criterion, draw(1, 4), labels(2));
      assertGradInput(criterion, draw(1, 4), 2);
      assertGradInput(criterion, draw(4), 2);
      assertGradInput(criterion, draw(5, 4, 1, 1), labels(2, 0, 1, 3, 1));
      assertGradInput(criterion, draw(4, 1, 1), 0);
    });

    Deno.test(`${title}: float32 gives what float64 gives`, () => {
      assertSinglePrecision(criterion, draw(40, 4), many(40, 4));
    });

    Deno.test(`${title}: the layout does not matter`, () => {
      assertAnyLayout(criterion, draw(6, 4), labels(2, 0, 1, 3, 1, 0));
    });

    Deno.test(`${title}: threads do not matter`, () => {
      assertSameWithThreads(criterion, draw(30001, 4), many(30001, 4));
    });
  }
}

Deno.test("CrossEntropyCriterion stands scores that are far apart", () => {
  const criterion = new CrossEntropyCriterion(), x = tensor([1000, 0, -1000], { dtype: "float64" });
  assertEquals(criterion.forward(x, 0), 0);
  assertEquals(criterion.forward(x, 2), 2000);
  assertClose(criterion.backward(x, 2), [1, 0, -1]);
});

Deno.test("CrossEntropyCriterion keeps its memory", () => {
  assertKeepsMemory(new CrossEntropyCriterion(), draw(512, 10), many(512, 10));
});

Deno.test("CrossEntropyCriterion.clone() shares nothing", () => {
  const criterion = new CrossEntropyCriterion(), x = draw(2, 3), y = labels(0, 2);
  const loss = criterion.forward(x, y), copy = criterion.clone();
  copy.forward(draw(2, 3), y);
  copy.weights = zeros([3], { dtype: "float64" });
  const gradInput = criterion.backward(x, y).clone();
  assertEquals(criterion.forward(x, y), loss);
  assertEquals(criterion.backward(x, y).toArray(), gradInput.toArray());
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
});
