import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { TemporalSubSampling } from "./temporal_sub_sampling.ts";
import { seeded, testLayer } from "../testing.ts";

testLayer("TemporalSubSampling", {
  make: () => new TemporalSubSampling(3, 3, 2, { generator: seeded() }),
  size: [2, 7, 3],
  large: [16, 900, 3],
});
testLayer("TemporalSubSampling of one sequence", {
  make: () => new TemporalSubSampling(2, 1, 1, { generator: seeded() }),
  size: [4, 2],
  samples: false,
});

Deno.test("TemporalSubSampling draws weights, then biases, from U(−1/√kW, 1/√kW)", () => {
  const layer = new TemporalSubSampling(4, 5, 1, { generator: seeded() }), generator = seeded(), s = 1 / Math.sqrt(5);
  assertEquals(layer.weight.toArray(), zeros([4]).uniform(-s, s, { generator }).toArray());
  assertEquals(layer.bias.toArray(), zeros([4]).uniform(-s, s, { generator }).toArray());
});

Deno.test("TemporalSubSampling names what it takes", () => {
  const layer = new TemporalSubSampling(3, 4);
  assertEquals(String(layer), "nn.TemporalSubSampling(3, 4)");
  assertEquals(String(new TemporalSubSampling(3, 4, 2)), "nn.TemporalSubSampling(3, 4, 2)");
  assertThrows(
    () => layer.forward(zeros([3, 3])),
    TypeError,
    "Cannot run TemporalSubSampling.forward: input must be [frames >= 4, 3] but is [3, 3]",
  );
  assertThrows(
    () => layer.backward(zeros([5, 3]), zeros([1, 3])),
    TypeError,
    "Cannot run TemporalSubSampling.backward: gradOutput must be [2, 3] but is [1, 3]",
  );
  assertThrows(() => new TemporalSubSampling(3, 0), RangeError, "Cannot run TemporalSubSampling: kW must be from 1");
});
