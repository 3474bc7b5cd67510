import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { LogSigmoid } from "./log_sigmoid.ts";
import { testLayer } from "../testing.ts";

testLayer("LogSigmoid", { make: () => new LogSigmoid(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });

Deno.test("LogSigmoid is at ease with large numbers", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const layer = new LogSigmoid({ dtype }), x = tensor([-1e4, -100, 0, 100, 1e4], { dtype });
    assertClose(layer.forward(x), [-1e4, -100, -Math.LN2, -3.720075976020836e-44, 0]);
    assertClose(layer.backward(x, tensor([1, 1, 1, 1, 1], { dtype })), [1, 1, 0.5, 3.720075976020836e-44, 0]);
  }
  assertEquals(String(new LogSigmoid()), "nn.LogSigmoid");
});
