import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { TanhShrink } from "./tanh_shrink.ts";
import { testLayer } from "../testing.ts";

testLayer("TanhShrink", { make: () => new TanhShrink(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("TanhShrink moves large numbers by 1", () => {
  const layer = new TanhShrink(), x = tensor([-1e4, 0, 1e4]);
  assertEquals(layer.forward(x).toArray(), [1 - 1e4, 0, 1e4 - 1]);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [1, 0, 1]);
  assertEquals(String(layer), "nn.TanhShrink");
});
