import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SoftMin } from "./soft_min.ts";
import { testLayer } from "../testing.ts";

testLayer("SoftMin", { make: () => new SoftMin(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("SoftMin of rows", { make: () => new SoftMin(), size: [6, 5], large: [600, 101] });

Deno.test("SoftMin is at ease with large scores", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const layer = new SoftMin({ dtype }), x = tensor([[1e4, -1e4, -1e4], [-1e4, 1e4, 0]], { dtype });
    assertClose(layer.forward(x), [[0, 0.5, 0.5], [1, 0, 0]]);
    assertEquals(Number.isFinite(layer.backward(x, x).norm()), true);
  }
});

Deno.test("SoftMin names the sizes that it takes", () => {
  assertThrows(
    () => new SoftMin().forward(zeros([])),
    TypeError,
    "Cannot run SoftMin.forward: input must have 1 to 4 dimensions but is []",
  );
  const layer = new SoftMin();
  layer.forward(zeros([2, 3]));
  assertThrows(
    () => layer.backward(zeros([2, 3]), zeros([3])),
    TypeError,
    "Cannot run SoftMin.backward: gradOutput must be [2, 3] but is [3]",
  );
  assertEquals(String(layer), "nn.SoftMin");
});
