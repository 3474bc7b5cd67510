import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { AddConstant } from "./add_constant.ts";

testLayer("AddConstant", { make: () => new AddConstant(2.5), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("AddConstant of a tensor", {
  make: () => new AddConstant(numbers([6], "float32")),
  size: [4, 3, 5, 6],
  large: [8, 100, 30, 6],
});

Deno.test("AddConstant adds a tensor to the last dimension", () => {
  const c = tensor([10, 20]), layer = new AddConstant(c);
  assertEquals(layer.forward(tensor([1, 2])).toArray(), [11, 22]);
  assertEquals(layer.forward(tensor([[1, 2], [3, 4]])).toArray(), [[11, 22], [13, 24]]);
  c.zero();
  assertEquals(layer.forward(tensor([1, 2])).toArray(), [11, 22]);
});

Deno.test("AddConstant converts its tensor and leaves that of the user alone", () => {
  const c = tensor([10, 20]), layer = new AddConstant(c).double();
  assertEquals(layer.forward(tensor([1, 2], { dtype: "float64" })).dtype, "float64");
  assertEquals(c.dtype, "float32");
  assertEquals(new AddConstant(tensor([1], { dtype: "float64" })).forward(tensor([1])).toArray(), [2]);
});

Deno.test("AddConstant in place restores its input", () => {
  for (const c of [3, tensor([3, 3])]) {
    const layer = new AddConstant(c, true), x = tensor([1, -2]), g = tensor([1, 5]);
    assertEquals(layer.forward(x).toArray(), [4, 1]);
    assertEquals(layer.backward(x, g).toArray(), [1, 5]);
    assertEquals(x.toArray(), [1, -2]);
  }
});

Deno.test("AddConstant checks what it adds, and the size of its input", () => {
  const make = (c: unknown) => () => new AddConstant(c as number);
  assertThrows(make(NaN), RangeError, "Cannot run AddConstant: constantScalar must be finite but is NaN");
  assertThrows(make(zeros([2, 2])), TypeError, "Cannot run AddConstant: constantScalar must be [n] but is [2, 2]");
  assertThrows(make("x"), TypeError, 'Cannot run AddConstant: constantScalar must be a tensor but is "x"');
  assertThrows(make(zeros([2]).int()), TypeError, "must be float32 or float64 but is int32");
  assertThrows(
    () => new AddConstant(zeros([4])).forward(zeros([4, 3])),
    TypeError,
    "Cannot run AddConstant.forward: input must be […, 4] but is [4, 3]",
  );
  assertEquals(String(new AddConstant(2)), "nn.AddConstant");
});
