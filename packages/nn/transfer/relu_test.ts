import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { ReLU } from "./relu.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("ReLU", { make: () => new ReLU(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("ReLU of rows", { make: () => new ReLU(), size: [6, 5], large: [600, 101] });

Deno.test("ReLU gives 0 and no gradient at the kink", () => {
  const layer = new ReLU(), x = tensor([-1, 0, 2]);
  assertEquals(layer.forward(x).toArray(), [0, 0, 2]);
  assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [0, 0, 1]);
  assertEquals(String(layer), "nn.ReLU");
});

Deno.test("ReLU in place overwrites input and gradient", () => {
  const layer = new ReLU(true), plain = new ReLU(), x = numbers([4, 5], "float32"), g = numbers([4, 5], "float32", 5);
  const output = plain.forward(x).clone(), gradInput = plain.backward(x, g).clone(), y = x.clone(), h = g.clone();
  assertEquals(layer.forward(y) === y && layer.backward(y, h) === h, true);
  assertEquals(y.toArray(), output.toArray());
  assertEquals(h.toArray(), gradInput.toArray());
  const z = x.clone().t(), transposed = layer.forward(z);
  assertEquals(transposed.toArray(), output.t().toArray());
});

Deno.test("ReLU in place leaves the user's tensors alone when it is cleared or converted", () => {
  const layer = new ReLU(true), x = tensor([-1, 2]);
  layer.forward(x);
  layer.clearState();
  layer.forward(x);
  layer.double();
  assertEquals(x.toArray(), [0, 2]);
  assertEquals(x.dtype, "float32");
});
