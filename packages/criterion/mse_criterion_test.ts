import { assertEquals, assertThrows } from "@std/assert";
import { randn, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MSECriterion } from "./mod.ts";
import {
  assertAnyLayout,
  assertGradInput,
  assertKeepsMemory,
  assertSameWithThreads,
  assertSinglePrecision,
} from "./testing.ts";

const draw = (...shape: number[]): Tensor => randn(shape, { dtype: "float64" });

for (const sizeAverage of [true, false]) {
  const criterion = new MSECriterion(sizeAverage), title = `MSECriterion, sizeAverage ${sizeAverage}`;

  Deno.test(`${title}: the gradient is that of finite differences`, () => {
    for (const shape of [[1], [5], [4, 1], [2, 3, 2]]) assertGradInput(criterion, draw(...shape), draw(...shape));
  });

  Deno.test(`${title}: float32 gives what float64 gives`, () => {
    assertSinglePrecision(criterion, draw(40, 7), draw(40, 7));
  });

  Deno.test(`${title}: the layout does not matter`, () => {
    assertAnyLayout(criterion, draw(4, 3), draw(4, 3));
  });

  Deno.test(`${title}: threads do not matter`, () => {
    assertSameWithThreads(criterion, draw(300001), draw(300001));
  });
}

Deno.test("MSECriterion sums many small differences without loss", () => {
  const n = 1 << 20;
  assertClose(new MSECriterion(false).forward(zeros([n]).fill(1e-3), zeros([n])), n * 1e-6, { relative: 1e-6 });
});

Deno.test("MSECriterion keeps its memory", () => {
  assertKeepsMemory(new MSECriterion(), draw(64, 100), draw(64, 100));
});

Deno.test("MSECriterion follows its field sizeAverage", () => {
  const criterion = new MSECriterion(), x = tensor([1, 2]), y = tensor([3, 2]);
  assertEquals(criterion.forward(x, y), 2);
  criterion.sizeAverage = false;
  assertEquals(criterion.forward(x, y), 4);
  assertEquals(criterion.backward(x, y).toArray(), [-4, 0]);
});

Deno.test("MSECriterion.lossTensor() gives the loss in the input's dtype and leaves output alone", () => {
  const criterion = new MSECriterion(), loss = criterion.lossTensor(draw(3).fill(2), draw(3).fill(1));
  assertEquals([loss.dtype, loss.size(), loss.item(), criterion.output], ["float64", [1], 1, 0]);
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

Deno.test("MSECriterion works after its memory was disposed", () => {
  const criterion = new MSECriterion(), x = draw(20, 30), y = draw(20, 30), loss = criterion.forward(x, y);
  criterion.backward(x, y).dispose();
  criterion.lossTensor(x, y).dispose();
  assertEquals(criterion.forward(x, y), loss);
  assertClose(criterion.backward(x, y), x.clone().add(-1, y).mul(2 / 600));
});

Deno.test("MSECriterion says what is wrong", () => {
  const criterion = new MSECriterion(), x = zeros([4, 1]);
  assertThrows(
    () => criterion.forward(x, zeros([1, 4])),
    TypeError,
    "Cannot run MSECriterion.forward: target must be [4, 1] like input but is [1, 4]",
  );
  assertThrows(
    () => criterion.backward(x, zeros([4])),
    TypeError,
    "Cannot run MSECriterion.backward: target must be [4, 1] like input but is [4]",
  );
  assertThrows(
    () => criterion.forward(x, zeros([4, 1], { dtype: "float64" })),
    TypeError,
    "Cannot run MSECriterion.forward: target must be float32 like input but is float64",
  );
  const whole = zeros([4], { dtype: "int64" });
  assertThrows(
    () => criterion.forward(whole, whole),
    TypeError,
    "Cannot run MSECriterion.forward: input must be float32 or float64 but is int64",
  );
  assertThrows(
    () => criterion.forward(x, 3 as unknown as Tensor),
    TypeError,
    "Cannot run MSECriterion.forward: target must be a tensor but is 3",
  );
  assertThrows(
    () => criterion.forward([x] as unknown as Tensor, x),
    TypeError,
    "Cannot run MSECriterion.forward: input must be a tensor but is [",
  );
  assertEquals(criterion.forward(x, x), 0);
});
