import { assertEquals, assertThrows } from "@std/assert";
import { ones, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialContrastiveNormalization } from "./spatial_contrastive_normalization.ts";
import { SpatialDivisiveNormalization } from "./spatial_divisive_normalization.ts";
import { SpatialSubtractiveNormalization } from "./spatial_subtractive_normalization.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialContrastiveNormalization", {
  make: () => new SpatialContrastiveNormalization(3, tensor([1, 3, 2])),
  size: [2, 3, 5, 6],
  large: [4, 3, 60, 61],
});

Deno.test("SpatialContrastiveNormalization subtracts, then divides", () => {
  const kernel = ones([5, 5]), x = numbers([2, 7, 8], "float32");
  const subtractive = new SpatialSubtractiveNormalization(2, kernel);
  const divisive = new SpatialDivisiveNormalization(2, kernel, 0.5, 0.25);
  const layer = new SpatialContrastiveNormalization(2, kernel, 0.5, 0.25);
  assertClose(layer.forward(x), divisive.forward(subtractive.forward(x)));
  assertEquals(kernel.sum(), 25);
  assertEquals(new SpatialContrastiveNormalization().forward(zeros([1, 4, 4])).norm(), 0);
});

Deno.test("SpatialContrastiveNormalization says where it failed", () => {
  const layer = new SpatialContrastiveNormalization(3);
  assertThrows(
    () => layer.forward(zeros([2, 5, 5])),
    TypeError,
    "in SpatialContrastiveNormalization[0] > SpatialSubtractiveNormalization: Cannot run",
  );
  assertEquals(String(layer), "nn.SpatialContrastiveNormalization");
});
