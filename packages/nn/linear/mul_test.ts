import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { Mul } from "./mul.ts";
import { seeded, testLayer } from "../testing.ts";

testLayer("Mul", { make: () => new Mul({ generator: seeded() }), size: [5, 3], large: [300, 300] });

Deno.test("Mul draws its weight from U(−1, 1)", () => {
  const weights = Array.from({ length: 200 }, () => new Mul().weight.get(0));
  assert(weights.every((w) => Math.abs(w) <= 1) && weights.some((w) => w < -0.8) && weights.some((w) => w > 0.8));
});

Deno.test("Mul multiplies by one weight", () => {
  const layer = new Mul();
  layer.weight.fill(3);
  assertEquals(layer.forward(tensor([[1, 2]])).toArray(), [[3, 6]]);
  assertEquals(layer.backward(tensor([[1, 2]]), tensor([[10, 20]])).toArray(), [[30, 60]]);
  assertEquals(layer.gradWeight.toArray(), [50]);
  assertThrows(
    () => layer.backward(zeros([2]), zeros([3])),
    TypeError,
    "Cannot run Mul.backward: gradOutput must be [2] but is [3]",
  );
});
