import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import {
  type Activity,
  type AnyCriterion,
  ClassNLLCriterion,
  MarginRankingCriterion,
  MaskZeroCriterion,
  MSECriterion,
} from "./mod.ts";
import { assertGradInput, labels, numbers, signs, testCriterion } from "./testing.ts";

/** Row k of x is 0. */
function without(x: Tensor, ...rows: number[]): Tensor {
  for (const k of rows) x.select(0, k).zero();
  return x;
}

// The mask jumps where a row is moved away from 0.
testCriterion("MaskZeroCriterion", {
  make: () => new MaskZeroCriterion(new MSECriterion(), 2),
  input: (): Activity => without(numbers([5, 2, 3]), 0, 3),
  target: (): unknown => numbers([5, 2, 3], 4),
  trueGradient: () => false,
});

testCriterion("MaskZeroCriterion without rows of 0", {
  make: () => new MaskZeroCriterion(new ClassNLLCriterion(), 1),
  input: (): Activity => numbers([5, 3]),
  target: (): unknown => labels([5], 3),
});

testCriterion("MaskZeroCriterion of lists", {
  make: () => new MaskZeroCriterion(new MarginRankingCriterion(), 1),
  input: (): Activity => [without(numbers([5, 2]), 1), numbers([5, 2], 4)],
  target: (): unknown => signs([5, 2]),
  trueGradient: () => false,
});

Deno.test("MaskZeroCriterion gives the criterion the other rows", () => {
  const x = without(numbers([5, 3]), 1, 4),
    y = labels([5], 3),
    rows = x.index(0, [0, 2, 3]),
    nll = new ClassNLLCriterion();
  const criterion = new MaskZeroCriterion(new ClassNLLCriterion(), 1);
  assertEquals(criterion.forward(x, y), nll.forward(rows, y.index(0, [0, 2, 3])));
  const gradInput = criterion.backward(x, y) as Tensor;
  assertClose(gradInput.index(0, [0, 2, 3]), nll.backward(rows, y.index(0, [0, 2, 3])));
  assertEquals([gradInput.select(0, 1).norm(), gradInput.select(0, 4).norm()], [0, 0]);
  const rest = rows.clone();
  assertGradInput(criterion, rest, y.index(0, [0, 2, 3]) as unknown);
});

Deno.test("MaskZeroCriterion takes lists of targets", () => {
  class Sum extends MSECriterion {}
  const criterion = new MaskZeroCriterion(new Sum(), 1), x = tensor([[1, 2], [0, 0]]);
  assertThrows(() => criterion.forward(x, [x, x]), TypeError, "Cannot run Sum.forward: target must be a tensor");
});

Deno.test("MaskZeroCriterion gives 0 where every sample is left out, and where there is none", () => {
  const criterion = new MaskZeroCriterion(new MSECriterion(), 1);
  for (const size of [[3, 2], [0, 2], [3, 0]]) {
    assertEquals(criterion.forward(zeros(size), zeros(size)), 0);
    assertEquals((criterion.backward(zeros(size), zeros(size)) as Tensor).toArray(), zeros(size).toArray());
  }
});

Deno.test("MaskZeroCriterion keeps rows of tiny numbers", () => {
  const criterion = new MaskZeroCriterion(new MSECriterion(false), 1);
  assertEquals(criterion.forward(tensor([[1e-40, 0], [0, 0]]), tensor([[1, 0], [5, 5]])), 1);
});

Deno.test("MaskZeroCriterion says what is wrong", () => {
  const criterion = new MaskZeroCriterion(new MSECriterion(), 1), x = zeros([3, 2]);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [
      () => criterion.forward(zeros([3]), zeros([3])),
      TypeError,
      ".forward: input must have 2 dimensions, the first of them the batch, but is a tensor [3]",
    ],
    [
      () => criterion.forward(x, zeros([2, 2])),
      TypeError,
      ".forward: target must hold 3 samples but is or holds a tensor [2, 2]",
    ],
    [
      () => criterion.backward([x, zeros([2, 2])], x),
      TypeError,
      ".backward: input must hold 3 samples but is or holds a tensor [2, 2]",
    ],
    [() => criterion.forward(x, 3), TypeError, ".forward: target must be a tensor or a list of tensors but is 3"],
    [
      () => criterion.forward([], x),
      TypeError,
      ".forward: input must be a tensor or a list of tensors but is a list of 0",
    ],
    [
      () => new MaskZeroCriterion(3 as unknown as AnyCriterion, 1),
      TypeError,
      ": criterion must be a criterion but is 3",
    ],
    [() => new MaskZeroCriterion(new MSECriterion(), 0), RangeError, ": nInputDim must be from 1 to 15 but is 0"],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run MaskZeroCriterion${text}`);
});
