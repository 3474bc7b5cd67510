import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { Clamp } from "./clamp.ts";

testLayer("Clamp", { make: () => new Clamp(-0.4, 0.9), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("Clamp gives no gradient at its limits", () => {
  const layer = new Clamp(0, 2), x = tensor([-1, 0, 1, 2, 3]);
  assertEquals(layer.forward(x).toArray(), [0, 0, 1, 2, 2]);
  assertEquals(layer.backward(x, tensor([1, 1, 1, 1, 1])).toArray(), [0, 0, 1, 0, 0]);
  assertEquals(String(layer), "nn.Clamp");
});

Deno.test("Clamp takes limits in their order", () => {
  assertThrows(
    () => new Clamp(2, 1),
    RangeError,
    "Cannot run Clamp: maxVal must be above minVal, which is 2, but is 1",
  );
});
