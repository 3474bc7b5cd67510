import { assertEquals, assertThrows } from "@std/assert";
import { assertClose } from "@taimatsu/tensor/testing";
import { AverageValueMeter } from "../mod.ts";

Deno.test("AverageValueMeter counts a value n times", () => {
  const meter = new AverageValueMeter();
  meter.add(1, 3);
  meter.add(5);
  meter.add(9, 0);
  assertClose(meter.value(), [2, 2]); // 1 1 1 5: squares 1 + 1 + 1 + 9 = 12, over 3
  meter.reset();
  assertEquals(meter.value(), [NaN, NaN]);
  meter.add(3);
  assertEquals(meter.value(), [3, NaN]);
});

Deno.test("AverageValueMeter keeps small deviations beside a large mean", () => {
  const meter = new AverageValueMeter();
  for (const x of [4, 7, 13, 16]) meter.add(1e9 + x);
  assertClose(meter.value(), [1e9 + 10, Math.sqrt(30)]);
});

Deno.test("AverageValueMeter says what is wrong", () => {
  const meter = new AverageValueMeter();
  assertThrows(() => meter.add(1, -1), RangeError, "Cannot run AverageValueMeter.add: n must be");
  assertThrows(() => meter.add("1" as unknown as number), TypeError, 'value must be a number but is "1"');
  assertEquals(meter.value(), [NaN, NaN]);
});
