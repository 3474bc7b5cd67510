import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { CAdd } from "./c_add.ts";
import { seeded, testLayer } from "../testing.ts";

const make = (sizes: number[]) => () => new CAdd(sizes, { generator: seeded() });

testLayer("CAdd", { make: make([2, 3]), size: [5, 2, 3], large: [9000, 2, 3] });
testLayer("CAdd along dimensions of size 1", { make: make([2, 1, 4]), size: [5, 2, 3, 4], large: [2000, 2, 3, 4] });
testLayer("CAdd with the dimensions of a batch", {
  make: make([1, 3, 1, 1]),
  size: [4, 3, 2, 5],
  samples: false,
  large: [40, 3, 20, 50],
});
testLayer("CAdd to as many elements in other sizes", { make: make([6]), size: [5, 2, 3], samples: false });

Deno.test("CAdd draws from U(−1/√n, 1/√n)", () => {
  const layer = new CAdd([4, 4], { generator: seeded() });
  assertEquals(layer.bias.toArray(), zeros([4, 4]).uniform(-0.25, 0.25, { generator: seeded() }).toArray());
  assertEquals(new CAdd(4, 4).size, [4, 4]);
  assertEquals(new CAdd([2], { dtype: "float64" }).bias.dtype, "float64");
});

Deno.test("CAdd repeats the biases along their dimensions of size 1", () => {
  const layer = new CAdd(2, 1);
  layer.bias.copy(tensor([[10], [20]]));
  assertEquals(layer.forward(tensor([[1, 2], [3, 4]])).toArray(), [[11, 12], [23, 24]]);
  assertEquals(layer.forward(tensor([[[1], [2]], [[3], [4]]])).toArray(), [[[11], [22]], [[13], [24]]]);
  assertEquals(layer.forward(tensor([1, 2])).toArray(), [11, 22]);
});

Deno.test("CAdd names the sizes that it takes", () => {
  const layer = new CAdd(2, 3), x = zeros([4, 2, 3]);
  const refuse = (size: number[], found: string) =>
    assertThrows(
      () => layer.forward(zeros(size)),
      TypeError,
      `Cannot run CAdd.forward: input must be [2, 3] or [batch, 2, 3] but is ${found}`,
    );
  refuse([3, 3], "[3, 3]");
  refuse([5], "[5]");
  refuse([], "[]");
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([4, 6])),
    TypeError,
    "Cannot run CAdd.backward: gradOutput must be [4, 2, 3] but is [4, 6]",
  );
  assertThrows(() => new CAdd(2, 0), RangeError, "Cannot run CAdd: a size must be at least 1 but is 0");
  assertThrows(() => new CAdd(), RangeError, "Cannot run CAdd: there must be from 1 to 15 sizes but there are 0");
});

Deno.test("CAdd.toString() shows the sizes", () => {
  assertEquals(String(new CAdd(2, 3)), "nn.CAdd(2, 3)");
});
