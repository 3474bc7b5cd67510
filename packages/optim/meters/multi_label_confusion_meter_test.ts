import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { MultiLabelConfusionMeter } from "../mod.ts";

Deno.test("MultiLabelConfusionMeter shares what was missed among what was wrong", () => {
  const meter = new MultiLabelConfusionMeter({ k: 4, normalized: false });
  meter.add(tensor([0.1, 0.2, 0.9, 0.8]), tensor([1, 1, 0, 0])); // 2 and 3 in place of 0 and 1
  meter.add(tensor([[0.1, 0.2, 0.9, 0.8]]), tensor([[0, 0, 1, 0]]));
  meter.add(tensor([[0.1, 0.2, 0.9, 0.8]]), tensor([[0, 0, 0, 0]]));
  assertEquals(meter.value().toArray(), [[0, 0, 0.5, 0.5], [0, 0, 0.5, 0.5], [0, 0, 1, 0], [0, 0, 0, 0]]);
});

Deno.test("MultiLabelConfusionMeter keeps the row sums at the number of labels, and normalizes by default", () => {
  const meter = new MultiLabelConfusionMeter({ k: 3 });
  meter.add(tensor([[3, 2, 1], [1, 2, 3], [2, 3, 1]]), tensor([[1, 0, 1], [1, 1, 0], [1, 1, 1]]));
  // 0: right, missed for 2, right; 1: right twice; 2: missed for 1, right
  assertClose(meter.value(), [[2 / 3, 0, 1 / 3], [0, 1, 0], [0, 1 / 2, 1 / 2]]);
  meter.reset();
  assertEquals(meter.value().sum(), 0);
});

Deno.test("MultiLabelConfusionMeter says what is wrong", () => {
  const meter = new MultiLabelConfusionMeter({ k: 3 });
  assertThrows(() => meter.add(zeros([1, 2]), zeros([1, 2])), TypeError, "output must have 3 columns but has 2");
  assertThrows(() => meter.add(zeros([1, 3]), tensor([[0, 2, 0]])), RangeError, "must hold 0 and 1 only but holds 2");
  assertThrows(
    () => meter.add(zeros([2, 3]), zeros([1, 3])),
    TypeError,
    "target must be [2, 3] like output but is [1, 3]",
  );
});
