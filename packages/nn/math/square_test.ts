import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { Square } from "./square.ts";
import { testLayer } from "../testing.ts";

testLayer("Square", { make: () => new Square(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("Square takes large numbers", () => {
  const layer = new Square(), x = tensor([-1e4, 0, 1e4]);
  assertEquals(layer.forward(x).toArray(), [1e8, 0, 1e8]);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [-2e4, 0, 2e4]);
  assertEquals(String(layer), "nn.Square");
});
