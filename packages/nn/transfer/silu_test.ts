import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { SiLU } from "./silu.ts";
import { testLayer } from "../testing.ts";

testLayer("SiLU", { make: () => new SiLU(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("SiLU passes large numbers and stops large negative ones", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const layer = new SiLU({ dtype }), x = tensor([-1e4, 0, 1e4], { dtype }), y = layer.forward(x);
    assertEquals([y.get(0) === 0, y.get(1), y.get(2)], [true, 0, 1e4]);
    const gradInput = layer.backward(x, tensor([1, 1, 1], { dtype }));
    assertEquals([gradInput.get(0) === 0, gradInput.get(2)], [true, 1]);
  }
  assertEquals(String(new SiLU()), "nn.SiLU");
});
