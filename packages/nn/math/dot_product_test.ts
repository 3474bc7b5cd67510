import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { DotProduct } from "./dot_product.ts";

testLayer("DotProduct", { make: () => new DotProduct(), size: [[4, 5], [4, 5]], large: [[300, 500], [300, 500]] });
testLayer("DotProduct of vectors", { make: () => new DotProduct(), size: [[5], [5]], samples: false });

Deno.test("DotProduct of vectors is one number", () => {
  const layer = new DotProduct(), x = [tensor([1, 2]), tensor([3, 4])];
  assertEquals(layer.forward(x).toArray(), [11]);
  assertEquals(layer.backward(x, tensor([2])).map((g) => g.toArray()), [[6, 8], [2, 4]]);
  assertEquals(String(layer), "nn.DotProduct");
});

Deno.test("DotProduct names the sizes that it takes", () => {
  const layer = new DotProduct();
  const refuse = (x: unknown, message: string) =>
    assertThrows(() => layer.forward(x as []), TypeError, `Cannot run DotProduct.forward: ${message}`);
  refuse([zeros([2, 3]), zeros([3, 2])], "input[1] must be [2, 3] but is [3, 2]");
  refuse([zeros([2, 3, 4]), zeros([2, 3, 4])], "input[0] must be [n] or [batch, n] but is [2, 3, 4]");
  refuse([zeros([2])], "input must be a list of 2 tensors but is a list of 1");
  layer.forward([zeros([2, 3]), zeros([2, 3])]);
  assertThrows(
    () => layer.backward([zeros([2, 3]), zeros([2, 3])], zeros([3])),
    TypeError,
    "Cannot run DotProduct.backward: gradOutput must be [2] but is [3]",
  );
});
