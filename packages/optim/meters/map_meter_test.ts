import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { APMeter, mAPMeter } from "../mod.ts";

Deno.test("mAPMeter is the mean of what APMeter gives", () => {
  const meter = new mAPMeter(), classes = new APMeter();
  assertEquals(meter.value(), NaN);
  for (const each of [meter, classes]) {
    each.add(tensor([[1, 5], [2, 4], [3, 6]]), tensor([[1, 1], [0, 1], [1, 0]]), tensor([1, 2, 3]));
  }
  // class 0: order 2 0 … with weights 3 | 2 | 1: 3/3 and 4/6; class 1: weights 3 wrong, then 1/4 and 3/6
  assertClose(classes.value(), [(1 + 4 / 6) / 2, (1 / 4 + 3 / 6) / 2]);
  assertClose(meter.value(), classes.value().mean());
  meter.reset();
  assertEquals(meter.value(), NaN);
});
