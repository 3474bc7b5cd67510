import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { MulConstant } from "./mul_constant.ts";

testLayer("MulConstant", { make: () => new MulConstant(-1.5), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("MulConstant in place restores its input", () => {
  const layer = new MulConstant(4, true), x = tensor([1, -2]), g = tensor([1, 1]);
  assertEquals(layer.forward(x).toArray(), [4, -8]);
  assertEquals(layer.backward(x, g).toArray(), [4, 4]);
  assertEquals(x.toArray(), [1, -2]);
  layer.gradInput = null;
  layer.forward(x);
  assertEquals(layer.backward(x, g).size(), []);
});

Deno.test("MulConstant checks its number", () => {
  assertThrows(
    () => new MulConstant(0, true),
    RangeError,
    "Cannot run MulConstant: constantScalar must not be 0 in place",
  );
  assertThrows(
    () => new MulConstant(NaN),
    RangeError,
    "Cannot run MulConstant: constantScalar must be finite but is NaN",
  );
  assertEquals(new MulConstant(0).forward(tensor([3])).toArray(), [0]);
  assertEquals(String(new MulConstant(2)), "nn.MulConstant");
});
