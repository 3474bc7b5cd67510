import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { Sqrt } from "./sqrt.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("Sqrt", { make: () => new Sqrt(), input: (dtype) => numbers([4, 5], dtype).abs().add(0.1) });

Deno.test("Sqrt gives no gradient at 0, whatever eps is", () => {
  for (const layer of [new Sqrt(), new Sqrt(0.1)]) {
    const x = tensor([0, 4, -1]);
    assertEquals(layer.forward(x).toArray(), [0, 2, NaN]);
    assertEquals(layer.backward(x, tensor([1, 1, 1])).toArray(), [0, 0.25, NaN]);
  }
  assertEquals([new Sqrt().eps, new Sqrt(0.1).eps], [0, 0.1]);
  assertEquals(String(new Sqrt()), "nn.Sqrt");
});
