import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { SpatialSubSampling } from "./spatial_sub_sampling.ts";
import { seeded, testLayer } from "../testing.ts";

testLayer("SpatialSubSampling", {
  make: () => new SpatialSubSampling(2, 3, 2, 2, 1, { generator: seeded() }),
  size: [3, 2, 6, 7],
  large: [16, 2, 40, 41],
});
testLayer("SpatialSubSampling 1x1", {
  make: () => new SpatialSubSampling(3, 1, 1, 1, 1, { generator: seeded() }),
  size: [2, 3, 1, 1],
});

Deno.test("SpatialSubSampling draws weights, then biases, from U(−1/√n, 1/√n)", () => {
  const layer = new SpatialSubSampling(4, 3, 2, 1, 1, { generator: seeded() }),
    generator = seeded(),
    s = 1 / Math.sqrt(6);
  assertEquals(layer.weight.toArray(), zeros([4]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias.toArray(), zeros([4]).uniform(-s, s, { generator }).toArray());
});

Deno.test("SpatialSubSampling names what it takes", () => {
  const layer = new SpatialSubSampling(2, 3, 4);
  assertEquals(String(layer), "nn.SpatialSubSampling(2, 3x4, 1,1)");
  assertThrows(
    () => layer.forward(zeros([2, 4, 2])),
    TypeError,
    "Cannot run SpatialSubSampling.forward: input must be [2, height >= 4, width >= 3] but is [2, 4, 2]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 4, 3]), zeros([2, 2, 1])),
    TypeError,
    "Cannot run SpatialSubSampling.backward: gradOutput must be [2, 1, 1] but is [2, 2, 1]",
  );
  assertThrows(
    () => new SpatialSubSampling(2, 3, 4, 0),
    RangeError,
    "Cannot run SpatialSubSampling: dW must be from 1 to 2147483647 but is 0",
  );
});
