import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { HardTanh } from "./hard_tanh.ts";
import { testLayer } from "../testing.ts";

testLayer("HardTanh", { make: () => new HardTanh(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("HardTanh with limits of its own", { make: () => new HardTanh(-0.4, 1.2), size: [6, 5], large: [600, 101] });

Deno.test("HardTanh gives no gradient at its limits", () => {
  const layer = new HardTanh(), x = tensor([-2, -1, 0.5, 1, 2]);
  assertEquals(layer.forward(x).toArray(), [-1, -1, 0.5, 1, 1]);
  assertEquals(layer.backward(x, tensor([1, 1, 1, 1, 1])).toArray(), [0, 0, 1, 0, 0]);
  assertEquals([layer.minVal, layer.maxVal], [-1, 1]);
  assertEquals(String(layer), "nn.HardTanh");
});

Deno.test("HardTanh takes limits in their order", () => {
  assertThrows(
    () => new HardTanh(1, 1),
    RangeError,
    "Cannot run HardTanh: maxVal must be above minVal, which is 1, but is 1",
  );
  assertThrows(() => new HardTanh(-Infinity), RangeError, "Cannot run HardTanh: minVal must be finite");
});
