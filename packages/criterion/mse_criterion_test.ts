import { assertEquals, assertThrows } from "@std/assert";
import { randn, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MSECriterion } from "./mod.ts";
import { assertGradInput, numbers, testCriterion } from "./testing.ts";

const weights = tensor([1, 0, 2, 0.5], { dtype: "float64" });

testCriterion("MSECriterion", {
  make: () => new MSECriterion(),
  input: () => numbers([3, 4]),
  target: () => numbers([3, 4], 4),
  large: { input: () => numbers([300001]), target: () => numbers([300001], 4) },
  losses: [3, 4],
  sameDtype: true,
});

testCriterion("MSECriterion with weights", {
  make: () => new MSECriterion(true, { weights }),
  input: () => numbers([2, 3, 4]),
  target: () => numbers([2, 3, 4], 4),
  large: { input: () => numbers([75000, 4]), target: () => numbers([75000, 4], 4) },
  losses: [2, 3, 4],
  sameDtype: true,
});

Deno.test("MSECriterion takes any number of dimensions", () => {
  for (const shape of [[1], [5], [4, 1], [2, 3, 2], [1, 2, 1, 2, 1]]) {
    assertGradInput(new MSECriterion(), numbers(shape), numbers(shape, 4));
  }
});

Deno.test("MSECriterion: weights multiply the errors of columns", () => {
  const x = numbers([3, 4]), y = numbers([3, 4], 4), criterion = new MSECriterion(false, { weights });
  const expected = x.clone().csub(y).square().cmul(weights.view(1, 4).expand(3, 4));
  assertClose(criterion.forward(x, y), expected.sum());
  criterion.reduction = "none";
  assertClose(criterion.lossTensor(x, y), expected);
});

Deno.test("MSECriterion sums many small differences without loss", () => {
  const n = 1 << 20;
  assertClose(new MSECriterion(false).forward(zeros([n]).fill(1e-3), zeros([n])), n * 1e-6, { relative: 1e-6 });
});

Deno.test("MSECriterion follows its field sizeAverage", () => {
  const criterion = new MSECriterion(), x = tensor([1, 2]), y = tensor([3, 2]);
  assertEquals(criterion.forward(x, y), 2);
  criterion.sizeAverage = false;
  assertEquals(criterion.forward(x, y), 4);
  assertEquals(criterion.backward(x, y).toArray(), [-4, 0]);
});

Deno.test("MSECriterion follows inputs of other sizes and dtypes", () => {
  const criterion = new MSECriterion();
  for (
    const [shape, dtype] of [[[2, 3], "float32"], [[4], "float64"], [[2, 3], "float64"], [[1], "float32"]] as const
  ) {
    const x = randn(shape, { dtype }), y = randn(shape, { dtype });
    assertClose(criterion.forward(x, y), x.dist(y) ** 2 / x.nElement());
    const gradInput = criterion.backward(x, y);
    assertEquals([gradInput.dtype, gradInput.size()], [dtype, [...shape]]);
  }
});

Deno.test("MSECriterion gives 0 for no elements", () => {
  for (const reduction of ["mean", "sum", "none"] as const) {
    const criterion = new MSECriterion(true, { reduction }), x = zeros([0, 3]);
    assertEquals(criterion.forward(x, x), 0);
    assertEquals(criterion.backward(x, x).size(), [0, 3]);
    assertEquals(criterion.forward(tensor([]), tensor([])), 0);
  }
});

Deno.test("MSECriterion works after its memory was disposed", () => {
  const criterion = new MSECriterion(), x = numbers([20, 30]), y = numbers([20, 30], 4), loss = criterion.forward(x, y);
  criterion.backward(x, y).dispose();
  criterion.lossTensor(x, y).dispose();
  assertEquals(criterion.forward(x, y), loss);
  assertClose(criterion.backward(x, y), x.clone().add(-1, y).mul(2 / 600));
});

Deno.test("MSECriterion says what is wrong", () => {
  const criterion = new MSECriterion(), x = zeros([4, 1]);
  const wrong: [() => unknown, string][] = [
    [() => criterion.forward(x, zeros([1, 4])), "target must be [4, 1] like input but is [1, 4]"],
    [() => criterion.forward(x, 3 as unknown as Tensor), "target must be a tensor but is 3"],
    [() => criterion.forward([x] as unknown as Tensor, x), "input must be a tensor but is ["],
    [
      () => new MSECriterion(true, { weights }).forward(zeros([2, 4]), zeros([2, 4])),
      "weights must be float32 like input but is float64",
    ],
    [() => new MSECriterion(true, { weights }).forward(x, x), "weights must be [1] but is [4]"],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run MSECriterion.forward: ${text}`);
  assertThrows(
    () => criterion.backward(x, zeros([4])),
    TypeError,
    "Cannot run MSECriterion.backward: target must be [4, 1] like input but is [4]",
  );
  assertEquals(criterion.forward(x, x), 0);
});

Deno.test("MSECriterion says what is wrong with its arguments", () => {
  const make = (...args: unknown[]) => () => new MSECriterion(...args as [boolean]);
  const wrong: [() => unknown, string][] = [
    [make({ reduction: "sum" }), "sizeAverage must be true or false but is Object"],
    [make(true, "sum"), 'options must be an object but are "sum"'],
    [make(true, { reduction: "average" }), 'reduction must be one of mean, sum, none but is "average"'],
    [make(true, { weights: zeros([2, 2]) }), "weights must be [columns] but is [2, 2]"],
    [make(true, { weights: [1] }), "weights must be a tensor but is [1]"],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run MSECriterion: ${text}`);
});
