import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { VolumetricBatchNormalization } from "./volumetric_batch_normalization.ts";
import { seeded, testLayer } from "../testing.ts";

function make(): VolumetricBatchNormalization {
  const layer = new VolumetricBatchNormalization(3, 1e-5, 0.1, true, { generator: seeded() });
  layer.runningMean.copy(tensor([0.5, 0, -1]));
  return layer;
}

testLayer("VolumetricBatchNormalization", { make, size: [4, 3, 2, 3, 4], samples: false, large: [16, 3, 5, 20, 21] });
testLayer("VolumetricBatchNormalization when evaluating", {
  make: () => make().evaluate(),
  size: [4, 3, 2, 3, 4],
  large: [16, 3, 5, 20, 21],
});

Deno.test("VolumetricBatchNormalization names the sizes that it takes", () => {
  const layer = make();
  const refuse = (size: number[], message: string) =>
    assertThrows(
      () => layer.forward(zeros(size)),
      TypeError,
      `Cannot run VolumetricBatchNormalization.forward: input must be ${message}`,
    );
  refuse([3, 4, 5, 6], "[batch, 3, time, height, width] but is [3, 4, 5, 6]");
  refuse([2, 4, 4, 5, 6], "[batch, 3, time, height, width] but is [2, 4, 4, 5, 6]");
  layer.evaluate();
  refuse([2, 3], "[3, time, height, width] or [batch, 3, time, height, width] but is [2, 3]");
  assertEquals(layer.forward(zeros([3, 2, 2, 2])).size(), [3, 2, 2, 2]);
});

Deno.test("VolumetricBatchNormalization.toString() is Torch7's text", () => {
  assertEquals(String(make()), "nn.VolumetricBatchNormalization (5D) (3)");
});
