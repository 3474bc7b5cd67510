import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialLogSoftMax } from "./spatial_log_soft_max.ts";
import { testLayer } from "../testing.ts";

testLayer("SpatialLogSoftMax", { make: () => new SpatialLogSoftMax(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("SpatialLogSoftMax of rows", { make: () => new SpatialLogSoftMax(), size: [6, 5], large: [600, 101] });

Deno.test("SpatialLogSoftMax is at ease with large scores", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const layer = new SpatialLogSoftMax({ dtype }), x = tensor([[-1e4, 1e4, 1e4], [1e4, -1e4, 0]], { dtype });
    assertClose(layer.forward(x), [[-2e4 - Math.LN2, -Math.LN2, -Math.LN2], [0, -2e4, -1e4]]);
    assertEquals(Number.isFinite(layer.backward(x, x).norm()), true);
  }
});

Deno.test("SpatialLogSoftMax names the sizes that it takes", () => {
  assertThrows(
    () => new SpatialLogSoftMax().forward(zeros([])),
    TypeError,
    "Cannot run SpatialLogSoftMax.forward: input must have 1 to 4 dimensions but is []",
  );
  const layer = new SpatialLogSoftMax();
  layer.forward(zeros([2, 3]));
  assertThrows(
    () => layer.backward(zeros([2, 3]), zeros([3])),
    TypeError,
    "Cannot run SpatialLogSoftMax.backward: gradOutput must be [2, 3] but is [3]",
  );
  assertEquals(String(layer), "nn.SpatialLogSoftMax");
});
