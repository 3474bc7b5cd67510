import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialLPPooling } from "./spatial_lp_pooling.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("SpatialLPPooling", {
  make: () => new SpatialLPPooling(2, 2, 2, 3, 1, 2),
  size: [3, 2, 7, 6],
  large: [16, 2, 80, 81],
});
testLayer("SpatialLPPooling of power 3.5", {
  make: () => new SpatialLPPooling(3, 3.5, 2, 2),
  input: (dtype) => numbers([2, 3, 4, 6], dtype).abs(),
});
testLayer("SpatialLPPooling of power 1", { make: () => new SpatialLPPooling(2, 1, 3, 2), size: [2, 2, 5, 6] });

Deno.test("SpatialLPPooling has no gradient where the output is 0", () => {
  for (const power of [2, 3, 4.5]) {
    const layer = new SpatialLPPooling(1, power, 2, 1), x = tensor([[[0, 0, 3, 0]]]);
    assertClose(layer.forward(x), [[[0, 3]]]);
    assertClose(layer.backward(x, tensor([[[1, 1]]])), [[[0, 0, 1, 0]]]);
  }
});

Deno.test("SpatialLPPooling counts negative elements negative if the power is odd, as Torch7 does", () => {
  const layer = new SpatialLPPooling(1, 3, 2, 1);
  assertClose(layer.forward(tensor([[[2, -1, 1, -2]]])), [[[Math.cbrt(7), NaN]]]);
});

Deno.test("SpatialLPPooling takes an empty batch", () => {
  const layer = new SpatialLPPooling(2, 2, 2, 2), x = zeros([0, 2, 4, 4]);
  assertEquals(layer.forward(x).size(), [0, 2, 2, 2]);
  assertEquals(layer.backward(x, zeros([0, 2, 2, 2])).size(), [0, 2, 4, 4]);
});

Deno.test("SpatialLPPooling checks its arguments", () => {
  assertThrows(
    () => new SpatialLPPooling(2, 0.5, 2, 2),
    RangeError,
    "Cannot run SpatialLPPooling: pnorm must be at least 1 but is 0.5",
  );
  assertThrows(() => new SpatialLPPooling(2, Infinity, 2, 2), RangeError, "pnorm must be finite but is Infinity");
  assertThrows(
    () => new SpatialLPPooling(2, 2, 2, 2).forward(zeros([3, 4, 4])),
    TypeError,
    "Cannot run SpatialLPPooling.forward: input must be [2, height >= 2, width >= 2] but is [3, 4, 4]",
  );
});

Deno.test("SpatialLPPooling.toString() shows the power and the window", () => {
  assertEquals(String(new SpatialLPPooling(2, 2, 3, 2)), "nn.SpatialLPPooling(2, 3x2, 3,2)");
});
