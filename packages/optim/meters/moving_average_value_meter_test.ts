import { assertEquals, assertThrows } from "@std/assert";
import { assertClose } from "@taimatsu/tensor/testing";
import { MovingAverageValueMeter } from "../mod.ts";

Deno.test("MovingAverageValueMeter looks at the last values only", () => {
  const meter = new MovingAverageValueMeter(2), seen: number[][] = [];
  assertEquals(meter.value(), [NaN, NaN]);
  for (const x of [1, 3, 7, 7]) {
    meter.add(x);
    seen.push(meter.value());
  }
  assertEquals(seen[0], [1, NaN]);
  assertClose(seen.slice(1), [[2, Math.SQRT2], [5, Math.sqrt(8)], [7, 0]]);
  meter.reset();
  meter.add(4);
  assertEquals(meter.value(), [4, NaN]);
});

Deno.test("MovingAverageValueMeter says what is wrong", () => {
  assertThrows(() => new MovingAverageValueMeter(0), RangeError, "windowSize must be at least 1 but is 0");
  assertThrows(
    () => new MovingAverageValueMeter(2).add(null as unknown as number),
    TypeError,
    "value must be a number",
  );
});
