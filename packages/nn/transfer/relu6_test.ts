import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { ReLU6 } from "./relu6.ts";
import { testLayer } from "../testing.ts";

testLayer("ReLU6", { make: () => new ReLU6(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("ReLU6 gives no gradient at 0 and 6", () => {
  const layer = new ReLU6(), x = tensor([-1, 0, 3, 6, 7]);
  assertEquals(layer.forward(x).toArray(), [0, 0, 3, 6, 6]);
  assertEquals(layer.backward(x, tensor([1, 1, 1, 1, 1])).toArray(), [0, 0, 1, 0, 0]);
  assertEquals(String(layer), "nn.ReLU6");
});
