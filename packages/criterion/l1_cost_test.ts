import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { L1Cost } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

testCriterion("L1Cost", {
  make: () => new L1Cost(),
  input: () => numbers([3, 4]),
  target: () => undefined,
  large: { input: () => numbers([300001]), target: () => undefined },
  losses: [3, 4],
});

Deno.test("L1Cost takes anything as target, or nothing", () => {
  const criterion = new L1Cost(), x = tensor([1, -2, 0]);
  assertEquals([criterion.forward(x), criterion.forward(x, 0), criterion.forward(x, x)], [3, 3, 3]);
  assertEquals(criterion.backward(x).toArray(), [1, -1, 0]);
  assertEquals(criterion.call(x)[0], 3);
  assertEquals(criterion.lossTensor(x).toArray(), [3]);
});
