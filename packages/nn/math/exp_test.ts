import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { Exp } from "./exp.ts";
import { testLayer } from "../testing.ts";

testLayer("Exp", { make: () => new Exp(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("Exp reaches its limits", () => {
  const layer = new Exp({ dtype: "float64" }), x = tensor([-1e4, 0, 1e4], { dtype: "float64" });
  assertEquals(layer.forward(x).toArray(), [0, 1, Infinity]);
  assertEquals(layer.backward(x, tensor([1, 1, 1], { dtype: "float64" })).toArray(), [0, 1, Infinity]);
  assertEquals(String(layer), "nn.Exp");
});
