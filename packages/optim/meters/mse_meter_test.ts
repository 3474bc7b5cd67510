import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MSEMeter } from "../mod.ts";

Deno.test("MSEMeter weighs elements, not batches", () => {
  const mean = new MSEMeter(), root = new MSEMeter(true);
  for (const meter of [mean, root]) {
    meter.add(tensor([[1, 2], [3, 4]]), tensor([[1, 2], [3, 0]]));
    meter.add(tensor([5], { dtype: "float64" }), tensor([2], { dtype: "float32" }));
    meter.add(zeros([0]), zeros([0]));
  }
  assertClose([mean.value(), root.value()], [25 / 5, Math.sqrt(5)]);
  mean.reset();
  assertEquals(mean.value(), NaN);
});

Deno.test("MSEMeter says what is wrong", () => {
  const meter = new MSEMeter();
  assertThrows(() => meter.add(zeros([2]), zeros([3])), TypeError, "Cannot run MSEMeter.add: target must be [2]");
  assertThrows(() => meter.add(zeros([2]), 1 as unknown as Tensor), TypeError, "target must be a tensor but is 1");
});
