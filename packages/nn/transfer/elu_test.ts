import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { ELU } from "./elu.ts";
import { testLayer } from "../testing.ts";

testLayer("ELU", { make: () => new ELU(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("ELU with its limit at −0.3", { make: () => new ELU(0.3), size: [6, 5], large: [600, 101] });

Deno.test("ELU reaches its limit", () => {
  const layer = new ELU(2), x = tensor([-1e4, -1e-4, 0, 1e4]);
  assertClose(layer.forward(x), [-2, 2 * Math.expm1(-1e-4), 0, 1e4], { relative: 1e-6, absolute: 0 });
  assertClose(layer.backward(x, tensor([1, 1, 1, 1])), [0, 2 * Math.exp(-1e-4), 2, 1]);
});

Deno.test("ELU in place needs an output that tells the sign of the input", () => {
  assertThrows(() => new ELU(-1, true), RangeError, "Cannot run ELU: alpha must be at least 0 in place but is -1");
  assertThrows(() => new ELU(NaN), RangeError, "Cannot run ELU: alpha must be finite but is NaN");
  assertEquals(new ELU(-1).forward(tensor([1])).toArray(), [1]);
});

Deno.test("ELU.toString() is Torch7's text", () => {
  assertEquals(String(new ELU()), "nn.ELU (alpha:1.000000)");
});
