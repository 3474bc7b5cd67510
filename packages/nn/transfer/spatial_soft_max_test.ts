import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialSoftMax } from "./spatial_soft_max.ts";
import { testLayer } from "../testing.ts";

testLayer("SpatialSoftMax", { make: () => new SpatialSoftMax(), size: [4, 3, 5, 6], large: [8, 10, 30, 31] });
testLayer("SpatialSoftMax of rows", { make: () => new SpatialSoftMax(), size: [6, 5], large: [600, 101] });

Deno.test("SpatialSoftMax is at ease with large scores", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const layer = new SpatialSoftMax({ dtype }), x = tensor([[-1e4, 1e4, 1e4], [1e4, -1e4, 0]], { dtype });
    assertClose(layer.forward(x), [[0, 0.5, 0.5], [1, 0, 0]]);
    assertEquals(Number.isFinite(layer.backward(x, x).norm()), true);
  }
});

Deno.test("SpatialSoftMax names the sizes that it takes", () => {
  assertThrows(
    () => new SpatialSoftMax().forward(zeros([])),
    TypeError,
    "Cannot run SpatialSoftMax.forward: input must have 1 to 4 dimensions but is []",
  );
  const layer = new SpatialSoftMax();
  layer.forward(zeros([2, 3]));
  assertThrows(
    () => layer.backward(zeros([2, 3]), zeros([3])),
    TypeError,
    "Cannot run SpatialSoftMax.backward: gradOutput must be [2, 3] but is [3]",
  );
  assertEquals(String(layer), "nn.SpatialSoftMax");
});
