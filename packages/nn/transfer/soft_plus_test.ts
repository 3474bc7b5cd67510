import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SoftPlus } from "./soft_plus.ts";
import { testLayer } from "../testing.ts";

testLayer("SoftPlus", { make: () => new SoftPlus(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("SoftPlus with a sharp bend", { make: () => new SoftPlus(3), size: [6, 5], large: [600, 101] });

Deno.test("SoftPlus is at ease with large numbers, and linear from β x = 20 on", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const layer = new SoftPlus(2, { dtype }), x = tensor([-1e4, 0, 10.5, 1e4], { dtype });
    assertClose(layer.forward(x), [0, Math.LN2 / 2, 10.5, 1e4]);
    assertClose(layer.backward(x, tensor([1, 1, 1, 1], { dtype })), [0, 0.5, 1, 1]);
  }
  assertEquals(String(new SoftPlus()), "nn.SoftPlus");
});

Deno.test("SoftPlus takes a bend above 0", () => {
  assertThrows(() => new SoftPlus(0), RangeError, "Cannot run SoftPlus: beta must be above 0 but is 0");
  assertThrows(() => new SoftPlus(Infinity), RangeError, "Cannot run SoftPlus: beta must be finite but is Infinity");
});
