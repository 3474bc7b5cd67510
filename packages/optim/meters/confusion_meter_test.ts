import { assertEquals, assertThrows } from "@std/assert";
import { Generator, randn, tensor, zeros } from "@taimatsu/tensor";
import { ConfusionMatrix, ConfusionMeter } from "../mod.ts";

Deno.test("ConfusionMeter counts what ConfusionMatrix counts, which is checked against Torch7", () => {
  const output = randn([40, 4], { generator: new Generator(5) }),
    labels = tensor(Array.from({ length: 40 }, (_, i) => i % 4));
  const meter = new ConfusionMeter({ k: 4 }), matrix = new ConfusionMatrix(4);
  meter.add(output, labels);
  matrix.batchAdd(output, labels);
  assertEquals(meter.value().toArray(), matrix.mat.toArray());
});

Deno.test("ConfusionMeter divides rows by their sums, and leaves empty ones", () => {
  const meter = new ConfusionMeter({ k: 2, normalized: true });
  meter.add(tensor([[1, 0], [1, 0], [0, 1], [0, 1]]), tensor([[1, 0], [1, 0], [1, 0], [1, 0]]));
  assertEquals(meter.value().toArray(), [[0.5, 0.5], [0, 0]]);
  meter.reset();
  meter.add(tensor([0, 1]), 1);
  assertEquals(meter.value().toArray(), [[0, 0], [0, 1]]);
});

Deno.test("ConfusionMeter says what is wrong", () => {
  const meter = new ConfusionMeter({ k: 2 });
  assertThrows(() => meter.add(zeros([1, 3]), 0), TypeError, "output must have 2 columns but has 3");
  assertThrows(() => meter.add(zeros([2]), 2), RangeError, "Cannot run ConfusionMeter.add: target must be");
  assertThrows(() => new ConfusionMeter({ k: 1.5 }), RangeError, "k must be an integer but is 1.5");
});
