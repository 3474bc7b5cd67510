import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { SpatialBatchNormalization } from "./spatial_batch_normalization.ts";
import { seeded, testLayer } from "../testing.ts";

function make(): SpatialBatchNormalization {
  const layer = new SpatialBatchNormalization(3, 1e-5, 0.1, true, { generator: seeded() });
  layer.runningMean.copy(tensor([0.5, 0, -1]));
  return layer;
}

testLayer("SpatialBatchNormalization", { make, size: [4, 3, 5, 6], samples: false, large: [16, 3, 40, 41] });
testLayer("SpatialBatchNormalization when evaluating", {
  make: () => make().evaluate(),
  size: [4, 3, 5, 6],
  large: [16, 3, 40, 41],
});

Deno.test("SpatialBatchNormalization names the sizes that it takes", () => {
  const layer = make();
  const refuse = (size: number[], message: string) =>
    assertThrows(
      () => layer.forward(zeros(size)),
      TypeError,
      `Cannot run SpatialBatchNormalization.forward: input must be ${message}`,
    );
  refuse([3, 4, 5], "[batch, 3, height, width] but is [3, 4, 5]");
  refuse([2, 4, 4, 5], "[batch, 3, height, width] but is [2, 4, 4, 5]");
  layer.evaluate();
  refuse([2, 3], "[3, height, width] or [batch, 3, height, width] but is [2, 3]");
});

Deno.test("SpatialBatchNormalization.toString() is Torch7's text", () => {
  assertEquals(String(make()), "nn.SpatialBatchNormalization (4D) (3)");
});
