import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { SoftShrink } from "./soft_shrink.ts";
import { testLayer } from "../testing.ts";

testLayer("SoftShrink", { make: () => new SoftShrink(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("SoftShrink of little", { make: () => new SoftShrink(0.1), size: [6, 5], large: [600, 101] });

Deno.test("SoftShrink gives 0 and no gradient up to its limits", () => {
  const layer = new SoftShrink(1), x = tensor([-2, -1, 1, 2]);
  assertEquals(layer.forward(x).toArray(), [-1, 0, 0, 1]);
  assertEquals(layer.backward(x, tensor([1, 1, 1, 1])).toArray(), [1, 0, 0, 1]);
  assertEquals(String(layer), "nn.SoftShrink");
});

Deno.test("SoftShrink takes a limit from 0", () => {
  assertThrows(() => new SoftShrink(-1), RangeError, "Cannot run SoftShrink: lambda must be at least 0 but is -1");
  assertThrows(
    () => new SoftShrink(Infinity),
    RangeError,
    "Cannot run SoftShrink: lambda must be finite but is Infinity",
  );
});
