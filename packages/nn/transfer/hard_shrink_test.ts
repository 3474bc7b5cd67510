import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { HardShrink } from "./hard_shrink.ts";
import { testLayer } from "../testing.ts";

testLayer("HardShrink", { make: () => new HardShrink(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("HardShrink of little", { make: () => new HardShrink(0.1), size: [6, 5], large: [600, 101] });

Deno.test("HardShrink gives 0 and no gradient up to its limits", () => {
  const layer = new HardShrink(1), x = tensor([-2, -1, 1, 2]);
  assertEquals(layer.forward(x).toArray(), [-2, 0, 0, 2]);
  assertEquals(layer.backward(x, tensor([1, 1, 1, 1])).toArray(), [1, 0, 0, 1]);
  assertEquals(String(layer), "nn.HardShrink");
});

Deno.test("HardShrink takes a limit from 0", () => {
  assertThrows(() => new HardShrink(-1), RangeError, "Cannot run HardShrink: lambda must be at least 0 but is -1");
  assertThrows(
    () => new HardShrink(Infinity),
    RangeError,
    "Cannot run HardShrink: lambda must be finite but is Infinity",
  );
});
