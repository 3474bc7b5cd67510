import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { Abs } from "./abs.ts";
import { testLayer } from "../testing.ts";

testLayer("Abs", { make: () => new Abs(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("Abs has the gradient on the right at 0", () => {
  const layer = new Abs(), x = tensor([-2, 0, 3]);
  assertEquals(layer.forward(x).toArray(), [2, 0, 3]);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [-1, 1, 1]);
  assertEquals(String(layer), "nn.Abs");
});
